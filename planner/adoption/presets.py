"""The layouts in which CRM systems export who did what: where each keeps the moment, the person and the action.

Columns are found by name and never by place, because vendors change the order. The layouts follow the vendors' public
references; some export the same log under two sets of names, so a preset may know several layouts.
"""

from collections.abc import Mapping, Sequence

from planner.adoption.layouts import SIGN_IN, Field, Layout, Naive, Preset, Rule

F = Field
_SALESFORCE_PROGRAMS = frozenset({"a", "automatedprocess", "automated process", "cloudintegrationuser", "g", "guest"})
_EVENT_LOG: Mapping[Field, Sequence[str]] = {
    F.WHEN: ("timestampderived", "timestamp"),
    F.USER: ("useridderived", "userid", "username"),
    F.EMAIL: ("username",),
    F.OUTCOME: ("loginstatus",),
    F.KEY: ("requestid",),
    F.USER_TYPE: ("usertype",),
}
_PURVIEW_PROGRAMS = frozenset({"4", "5", "6", "7", "8", "system", "application", "serviceprincipal"})

PRESETS: tuple[Preset, ...] = (
    Preset("generic", "Any table of events", (), hint="Any CSV, workbook or JSON with a moment and a person."),
    Preset(
        "salesforce-login-history",
        "Salesforce: login history",
        (
            Layout(
                {
                    F.WHEN: ("logintime", "eventdate", "logindate", "logindatetime"),
                    F.USER: ("userid", "username", "user"),
                    F.NAME: ("name",),
                    F.EMAIL: ("username", "useremail", "email"),
                    F.OUTCOME: ("status", "loginstatus"),
                    F.KEY: ("id", "loginhistoryid", "eventidentifier"),
                    F.USER_TYPE: ("usertype",),
                },
                rule=Rule.SUCCEEDED,
                naive=Naive.LOCAL,
                order="mdy",
                fixed=SIGN_IN,
                programs=_SALESFORCE_PROGRAMS,
            ),
        ),
        salesforce_ids=True,
        hint="Setup, Login History, Download; or the object LoginHistory or LoginEvent.",
    ),
    Preset(
        "salesforce-event-log-login",
        "Salesforce: event log file, type Login",
        (
            Layout(
                {**_EVENT_LOG, F.ACTION: ("eventtype",)},
                rule=Rule.SUCCEEDED,
                fixed=SIGN_IN,
                programs=_SALESFORCE_PROGRAMS,
                acts=frozenset({"login"}),
            ),
            Layout(_EVENT_LOG, rule=Rule.SUCCEEDED, fixed=SIGN_IN, programs=_SALESFORCE_PROGRAMS),
        ),
        salesforce_ids=True,
        hint="EventLogFile, EventType Login; hourly and daily files may overlap. Other types do not count.",
    ),
    Preset(
        "dataverse-audit",
        "Microsoft Dynamics 365: audit of Dataverse",
        (
            Layout(
                {
                    F.WHEN: ("createdon", "changeddate"),
                    F.USER: ("useridvalue", "userid", "changedby"),
                    F.NAME: ("useridvalueodatacommunitydisplayv1formattedvalue", "useridname", "changedby"),
                    F.EMAIL: ("useremail", "internalemailaddress"),
                    F.USER_TYPE: ("usertype",),
                    F.ACTION: ("action", "event"),
                    F.FUNCTION: ("operation",),
                    F.PART: ("objecttypecode", "entity"),
                    F.KEY: ("auditid",),
                },
                rule=Rule.DATAVERSE,
                programs=frozenset({"application"}),
            ),
            Layout(
                {
                    F.WHEN: ("creationtime", "date"),
                    F.USER: ("userupn", "userid", "systemuserid", "user", "userkey"),
                    F.EMAIL: ("userupn", "userid", "user"),
                    F.FUNCTION: ("message", "operation"),
                    F.PART: ("entityname", "itemtype"),
                    F.OUTCOME: ("resultstatus",),
                    F.USER_TYPE: ("usertype",),
                    F.KEY: ("id",),
                },
                rule=Rule.SUCCEEDED,
                order="mdy",
                programs=_PURVIEW_PROGRAMS,
            ),
        ),
        hint="The table audit of the Web API, or activities from Purview.",
    ),
    Preset(
        "kommo-events",
        "Kommo (formerly amoCRM): events",
        (
            Layout(
                {
                    F.WHEN: ("createdat", "date"),
                    F.USER: ("createdby", "author"),
                    F.NAME: ("name", "createdbyname"),
                    F.EMAIL: ("email", "createdbyemail"),
                    F.FUNCTION: ("type", "event"),
                    F.KEY: ("id",),
                },
                programs=frozenset({"0", "robot"}),
            ),
        ),
        hint="GET /api/v4/events; there is no sign-in event.",
    ),
    Preset(
        "creatio-sessions",
        "Creatio (formerly bpm'online): sessions",
        (
            Layout(
                {
                    F.WHEN: ("sessionstartdate",),
                    F.USER: ("sysuserid", "sysuser", "sysusername", "user"),
                    F.NAME: ("sysusername", "username", "sysuser"),
                    F.EMAIL: ("useremail", "email"),
                    F.KEY: ("id", "sessionid"),
                },
                fixed=SIGN_IN,
            ),
            Layout(
                {
                    F.WHEN: ("date", "createdon"),
                    F.USER: ("ownerid", "owner"),
                    F.NAME: ("ownername", "owner"),
                    F.FUNCTION: ("typename", "type", "typeid", "description"),
                    F.OUTCOME: ("resultname", "result"),
                    F.KEY: ("id",),
                },
                rule=Rule.SUCCEEDED,
            ),
        ),
        hint="The objects SysUserSession or SysOperationAudit through OData.",
    ),
    Preset(
        "oracle-crm-on-demand",
        "Oracle CRM On Demand: sign-in audit",
        (
            Layout(
                {
                    F.WHEN: ("signintime", "signindatetime", "signindate"),
                    F.USER: ("alias", "useralias", "usersigninid", "signinid", "userid", "username", "user"),
                    F.EMAIL: ("email", "useremail"),
                    F.OUTCOME: ("signinstatus", "status"),
                    F.KEY: ("id", "loginhistoryid"),
                },
                rule=Rule.SUCCEEDED,
                naive=Naive.LOCAL,
                order="mdy",
                fixed=SIGN_IN,
            ),
            Layout(
                {
                    F.WHEN: ("accessdateandtime", "accessdateandtimeutc", "accessdatetime", "accesstime", "accessdate"),
                    F.USER: ("username", "user", "userlogin"),
                },
                order="mdy",
                fixed=SIGN_IN,
            ),
        ),
        hint="Company Administration, Sign In Audit; or a User Login Report.",
    ),
    Preset(
        "sap-c4c",
        "SAP Cloud for Customer: usage report",
        (
            Layout(
                {
                    F.WHEN: ("date",),
                    F.CLOCK: ("time",),
                    F.USER: ("usercode",),
                    F.ACTION: ("action",),
                    F.KEY: ("sessionid",),
                },
                rule=Rule.BUSINESS_ONE,
                naive=Naive.LOCAL,
                order="dmy",
                fixed=SIGN_IN,
            ),
            Layout(
                {
                    F.WHEN: ("ctimestamp", "timestamp", "ccalday", "calendarday", "date"),
                    F.USER: (
                        "cuser", "cuserid", "cusername", "cuseruuid", "cbusinessuser", "cbuser", "cemployee",
                        "cuserkey", "cidentity", "tuser", "username", "userid", "user", "businessuser", "employee",
                    ),
                    F.NAME: ("tuser", "tusername", "tbusinessuser", "temployee", "username"),
                    F.FUNCTION: (
                        "cworkcenter", "cworkcentre", "cwcview", "cworkcenterview", "capplication", "cobject",
                        "workcenter", "workcenterview", "application",
                    ),
                },
                naive=Naive.LOCAL,
                order="dmy",
                fixed=SIGN_IN,
            ),
        ),
        hint="An analytics report with a column of users; or Business One's User Access Log (USR5).",
    ),
    Preset(
        "hubspot-logins",
        "HubSpot: login activity",
        (
            Layout(
                {
                    F.WHEN: ("loginat", "logintime", "date"),
                    F.USER: ("userid", "email", "user"),
                    F.EMAIL: ("email", "useremail"),
                    F.OUTCOME: ("loginsucceeded", "succeeded", "status"),
                    F.KEY: ("id",),
                },
                rule=Rule.SUCCEEDED,
                fixed=SIGN_IN,
            ),
        ),
        hint="GET /account-info/v3/activity/login.",
    ),
    Preset(
        "hubspot-audit",
        "HubSpot: audit log",
        (
            Layout(
                {
                    F.WHEN: ("occurredat", "date"),
                    F.USER: ("actinguseruserid", "actinguserid", "userid", "actinguseruseremail", "actinguser"),
                    F.EMAIL: ("actinguseruseremail", "actinguseremail", "useremail", "email"),
                    F.FUNCTION: ("category",),
                    F.PART: ("action",),
                    F.KEY: ("id",),
                },
            ),
        ),
        hint="GET /account-info/v3/activity/audit-logs.",
    ),
    Preset(
        "suitecrm-tracker",
        "SuiteCRM or SugarCRM: tracker",
        (
            Layout(
                {
                    F.WHEN: ("datemodified", "attributesdatemodified"),
                    F.USER: ("userid", "attributesuserid", "assigneduserid", "username"),
                    F.NAME: ("username", "attributesusername"),
                    F.FUNCTION: ("modulename", "attributesmodulename"),
                    F.PART: ("action", "attributesaction"),
                    F.KEY: ("id",),
                },
            ),
        ),
        hint="The table tracker.",
    ),
    Preset(
        "espocrm",
        "EspoCRM: sign-ins or action history",
        (
            Layout(
                {
                    F.WHEN: ("createdat",),
                    F.USER: ("userid", "username"),
                    F.NAME: ("username",),
                    F.FUNCTION: ("targettype",),
                    F.PART: ("action",),
                    F.KEY: ("id", "number"),
                    F.ACTION: ("targettype",),
                },
                programs=frozenset({"system"}),
            ),
            Layout(
                {
                    F.WHEN: ("createdat", "requesttime"),
                    F.USER: ("userid", "username"),
                    F.NAME: ("username",),
                    F.OUTCOME: ("isdenied", "denied"),
                    F.KEY: ("id",),
                },
                rule=Rule.NOT_DENIED,
                fixed=SIGN_IN,
                programs=frozenset({"system"}),
            ),
        ),
        hint="AuthLogRecord or ActionHistoryRecord.",
    ),
)  # fmt: skip

PRESET_BY_REF: Mapping[str, Preset] = {each.ref: each for each in PRESETS}
