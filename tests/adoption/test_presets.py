"""Each vendor's layout is read as documented: who, when, what; failures, robots and repeats do not count."""

import json
from zoneinfo import ZoneInfo

import pytest

from planner.adoption.layouts import SIGN_IN, Field
from planner.adoption.outcomes import Why
from planner.adoption.usage_importing import LogRefusedError
from tests.adoption.logs import choices, counted, events_of

MORNING = "2026-01-05 09:15"


def test_salesforce_login_history_of_the_interface() -> None:
    log = """Id,UserId,LoginTime,LoginType,SourceIp,Status,Application
0Ya1,0055j0000000007AAQ,2026-01-05T08:15:42.000+0000,Application,192.0.2.1,Success,Browser
0Ya2,0055j0000000007,2026-01-05T08:15:42.000+0000,Remote Access 2.0,192.0.2.1,Success,Phone
0Ya3,0055j0000000008AAQ,2026-01-05T08:15:42.000+0000,Application,192.0.2.1,Invalid Password,Browser
0Ya4,0055j0000000009AAQ,2026-01-05T08:15:42.000+0000,Application,192.0.2.1,Failed: too many attempts,Browser
0Ya1,0055j0000000007AAQ,2026-01-05T08:15:42.000+0000,Application,192.0.2.1,Success,Browser
"""
    found, _, reader = counted(log, "salesforce-login-history")
    assert found == [("0055j0000000007", MORNING, SIGN_IN)] * 2, "ids of 15 and 18 signs are one person"
    assert reader.left_out == {Why.FAILED: 2, Why.REPEATED: 1}


def test_salesforce_login_history_as_set_up_exports_it() -> None:
    log = """Username,Source IP,Login Time,Login Type,Status,Browser,Login URL
ann@example.com,192.0.2.1,01/05/2026 09:15 AM,Application,Success,Chrome,login.example.com
ann@example.com,192.0.2.1,01/05/2026 09:15 PM,Application,Success,Chrome,login.example.com
Bob@Example.com,192.0.2.1,1/5/2026 12:15:01 AM PST,Application,Success,Chrome,login.example.com
integration@example.com,192.0.2.1,01/05/2026 09:15 AM,Application,Success,,login.example.com
"""
    found, _, reader = counted(log, "salesforce-login-history")
    assert found == [
        ("ann@example.com", MORNING, SIGN_IN),
        ("ann@example.com", "2026-01-05 21:15", SIGN_IN),
        ("bob@example.com", MORNING, SIGN_IN),
    ]
    assert reader.programs == {"integration@example.com": "integration@example.com"}


def test_salesforce_event_log_hourly_and_daily_overlap() -> None:
    row = (
        '"Login","20260105081542.127","REQ{}","0055j0000000007","{}","u007@example.com","","0055j0000000007AAQ","{}"\n'
    )
    head = '"EVENT_TYPE","TIMESTAMP","REQUEST_ID","USER_ID","USER_TYPE","USER_NAME","TIMESTAMP_DERIVED",'
    head += '"USER_ID_DERIVED","LOGIN_STATUS"\n'
    good = "LOGIN_NO_ERROR"
    log = head + "".join(
        row.format(*values)
        for values in [(1, "Standard", good), (1, "Standard", good), (2, "Standard", "LOGIN_ERROR_INVALID_PASSWORD"),
                       (3, "AutomatedProcess", good)]
    )  # fmt: skip
    log = log.replace('"TIMESTAMP_DERIVED",', "").replace('"u007@example.com","",', '"u007@example.com",')
    found, _, reader = counted(log, "salesforce-event-log-login")
    assert found == [("0055j0000000007", MORNING, SIGN_IN)]
    assert reader.accounts[0].email == "u007@example.com"
    assert reader.left_out == {Why.FAILED: 1, Why.PROGRAM: 1, Why.REPEATED: 1}


def test_salesforce_event_log_of_several_types_counts_sign_ins_alone() -> None:
    head = "EVENT_TYPE,TIMESTAMP_DERIVED,REQUEST_ID,USER_ID_DERIVED,USER_TYPE,URI,LOGIN_STATUS\n"
    types = [("Login", "LOGIN_NO_ERROR"), ("URI", ""), ("Logout", ""), ("LoginAs", "LOGIN_NO_ERROR"), ("API", "")]
    rows = [
        f"{kind},2026-01-05T08:15:42.127Z,REQ{number},0055j0000000007AAQ,Standard,/home,{status}\n"
        for number, (kind, status) in enumerate([*types, ("Login", "LOGIN_ERROR_USER_FROZEN")])
    ]
    found, _, reader = counted(head + "".join(rows), "salesforce-event-log-login")
    assert found == [("0055j0000000007", MORNING, SIGN_IN)]
    assert reader.left_out == {Why.OTHER: 4, Why.FAILED: 1}
    untyped = "TIMESTAMP_DERIVED,USER_ID_DERIVED,LOGIN_STATUS\n2026-01-05T08:15:42Z,0055j0000000007AAQ,LOGIN_NO_ERROR\n"
    assert events_of(untyped, "salesforce-event-log-login") == [("0055j0000000007", MORNING, SIGN_IN)]


def audit(number: int, action: int, operation: int, user: str = "u-1", name: str = "Ann") -> dict[str, object]:
    formatted = "@OData.Community.Display.V1.FormattedValue"
    return {
        "auditid": str(number), "createdon": "2026-01-05T08:15:42Z", "action": action, "operation": operation,
        "_userid_value": user, f"_userid_value{formatted}": name, "objecttypecode": "contact",
        "_callinguserid_value": None,
    }  # fmt: skip


def test_dataverse_audit_counts_access_by_people_alone_and_takes_changes_on_import() -> None:
    rows = [audit(1, 64, 4), audit(2, 65, 4), audit(3, 2, 2), audit(4, 112, 4), audit(5, 64, 4, "u-2", "# Portals")]
    log = json.dumps({"@odata.context": "x", "value": rows})
    assert events_of(log, "dataverse-audit", choices(signs_only=True)) == [("u-1", MORNING, SIGN_IN)]
    found, _, reader = counted(log, "dataverse-audit")
    assert found == [("u-1", MORNING, SIGN_IN), ("u-1", MORNING, "contact update")]
    assert reader.accounts[0].name == "Ann"
    assert reader.left_out == {Why.PROGRAM: 2, Why.OTHER: 1}


def test_dataverse_activities_of_purview() -> None:
    log = """Date,Id,Operation,UserUpn,UserType,EntityName,Result Status
1/5/2026 8:15:42 AM,a,Retrieve,ann@example.com,0,Account,Success
1/5/2026 8:15:42 AM,b,Update,app@example.com,5,Account,Success
"""
    assert events_of(log, "dataverse-audit") == [("ann@example.com", MORNING, "Retrieve Account")]


def test_kommo_events_in_pages() -> None:
    event = {"id": "1", "type": "lead_added", "created_by": 7, "created_at": 1767600942, "value_after": [{"note": {}}]}
    robot = event | {"id": "2", "created_by": 0}
    pages = [{"_page": i, "_embedded": {"events": [event | {"id": str(i)}, robot]}} for i in (3, 4)]
    assert events_of(json.dumps(pages[0]), "kommo-events") == [("7", MORNING, "lead_added")]
    assert len(events_of(json.dumps(pages), "kommo-events")) == 2, "a list of answers"
    assert len(events_of("\n".join(map(json.dumps, pages)), "kommo-events")) == 2, "answers one after the other"


def test_creatio_sessions_without_an_end_count() -> None:
    row = {"Id": "a", "SysUserId": "u", "SessionStartDate": "2026-01-05T08:15:42.1234567Z", "SysUser": {"Name": "Ann"}}
    rows = [row | {"SessionEndDate": "0001-01-01T00:00:00Z"}, row | {"Id": "b", "SessionEndDate": None}]
    found, _, reader = counted(json.dumps({"value": rows}), "creatio-sessions")
    assert found == [("u", MORNING, SIGN_IN)] * 2
    assert reader.accounts[0].name == "Ann"


def test_creatio_operations_count_by_who_did_what_unless_they_failed() -> None:
    row = {
        "Id": "a1", "Date": "2026-01-05T08:15:42.1234567Z", "Description": "Signed in", "OwnerId": "u1",
        "Type": {"Name": "User authorization"}, "Result": {"Name": "Successful"}, "Owner": {"Name": "Ann Lee"},
        "ClientIP": "192.0.2.1", "CreatedOn": "2026-01-05T23:00:00Z",
    }  # fmt: skip
    failed = row | {"Id": "a2", "Result": {"Name": "Failed"}}
    rights = row | {"Id": "a3", "OwnerId": "u2", "Owner": {"Name": "Bo"}, "Type": {"Name": "Access rights"}}
    found, _, reader = counted(json.dumps({"value": [row, failed, rights, row]}), "creatio-sessions")
    assert found == [("u1", MORNING, "User authorization"), ("u2", MORNING, "Access rights")]
    assert reader.left_out == {Why.FAILED: 1, Why.REPEATED: 1}
    assert [(each.external_id, each.name) for each in reader.accounts] == [("u1", "Ann Lee"), ("u2", "Bo")]
    table = """Id,Date,Description,Type,Result,Owner,ClientIP
a1,2026-01-05T08:15:42Z,Signed in,User authorization,Success,Ann Lee,192.0.2.1
a2,2026-01-05T08:15:42Z,Signed in,User authorization,Unsuccessful,Ann Lee,192.0.2.1
"""
    assert events_of(table, "creatio-sessions") == [("Ann Lee", MORNING, "User authorization")]
    plain = "Id,Date,Description,TypeId,ResultId,OwnerId\na1,2026-01-05T08:15:42Z,Signed in,t1,r1,u1\n"
    assert events_of(plain, "creatio-sessions") == [("u1", MORNING, "t1")], "as the object itself has it"


def test_oracle_sign_in_audit() -> None:
    log = """Alias,SignInTime,SignInStatus,SourceIPAddress
AABEL,01/05/2026 09:15:42,Sign In Successful,192.0.2.1
AABEL,01/05/2026 09:15:42,Sign In Unsuccessful,192.0.2.1
"""
    assert events_of(log, "oracle-crm-on-demand") == [("AABEL", MORNING, SIGN_IN)]
    report = "User Name,IP Address,Access Date and Time (UTC)\nann,192.0.2.1,2026-01-05 08:15:42\n"
    assert events_of(report, "oracle-crm-on-demand") == [("ann", MORNING, SIGN_IN)]


def test_sap_has_days_first_and_a_word_for_the_zone() -> None:
    row = {"CTIMESTAMP": "05-01-2026 13:45:42 INDIA", "CUSER": "8000000012", "CCLIENT_TYPE": "RUI"}
    summer = row | {"CTIMESTAMP": "05-07-2026 09:15:00 CET", "CUSER": "8000000013"}
    answer = json.dumps({"d": {"results": [{"__metadata": {"uri": "x"}} | row, summer]}})
    found = [("8000000012", MORNING, SIGN_IN), ("8000000013", "2026-07-05 09:15", SIGN_IN)]
    assert events_of(answer, "sap-c4c") == found
    one = "UserCode,Action,Date,Time,SessionID\nmanager,I,05.01.2026,915,1\n"
    one += "manager,F,05.01.2026,916,2\nx,O,05.01.2026,1,3\n"
    assert events_of(one, "sap-c4c") == [("manager", MORNING, SIGN_IN)]


def test_hubspot_logins_and_audit() -> None:
    login = {"id": "1", "loginAt": "2026-01-05T08:15:42.127Z", "userId": 5, "email": "ann@example.com"}
    rows = [login | {"loginSucceeded": True}, login | {"id": "2", "loginSucceeded": False}]
    found, _, reader = counted(json.dumps({"results": rows, "paging": {"next": {}}}), "hubspot-logins")
    assert found == [("5", MORNING, SIGN_IN)]
    assert reader.accounts[0].email == "ann@example.com"
    act = {"id": "1", "category": "CRM_OBJECT", "action": "UPDATE", "occurredAt": "2026-01-05T08:15:42Z"}
    rows = [act | {"actingUser": {"userId": 5, "userEmail": "ann@example.com"}}, act | {"id": "2", "actingUser": None}]
    found, _, reader = counted(json.dumps({"results": rows}), "hubspot-audit")
    assert found == [("5", MORNING, "CRM_OBJECT UPDATE")]
    assert reader.left_out == {Why.PROGRAM: 1}


def test_suitecrm_tracker_and_espocrm() -> None:
    tracker = "id,monitor_id,user_id,module_name,item_id,date_modified,action,session_id,visible,deleted\n"
    tracker += "1,m,u1,Accounts,9,2026-01-05 08:15:42,detailview,s,1,0\n"
    assert events_of(tracker, "suitecrm-tracker") == [("u1", MORNING, "Accounts detailview")]
    log = {"id": "1", "username": "ann", "userId": "u1", "createdAt": "2026-01-05 08:15:42", "isDenied": False}
    denied = log | {"id": "2", "isDenied": True, "denialReason": "CREDENTIALS", "userId": None}
    assert events_of(json.dumps({"total": 2, "list": [log, denied]}), "espocrm") == [("u1", MORNING, SIGN_IN)]
    act = {"id": "1", "targetType": "Account", "action": "update", "createdAt": "2026-01-05 08:15:42", "userId": "u1"}
    rows = [act, act | {"id": "2", "userId": "system"}]
    assert events_of(json.dumps({"list": rows}), "espocrm") == [("u1", MORNING, "Account update")]


def test_any_table_is_guessed_and_told_or_named() -> None:
    log = "Who,When it was,Screen,Outcome\nann,2026-01-05 09:15,Deals,won\n"
    with pytest.raises(LogRefusedError, match=r"no column for when .* and user"):
        counted(log, "generic")
    named = choices({Field.USER: "who", Field.WHEN: "When it was"})
    found, told, _ = counted(log, "generic", named)
    assert found == [("ann", MORNING, "Deals")], "an outcome that is none is no outcome"
    assert any("“Who” was read as user (as you said)" in warning.message for warning in told.warnings)
    with pytest.raises(LogRefusedError, match="no column “nobody”"):
        counted(log, "generic", choices({Field.USER: "nobody"}))


def test_programs_can_be_named_and_people_kept() -> None:
    log = "time,user\n2026-01-05 09:15,svc backup\n2026-01-05 09:15,ann\n2026-01-05 09:15,sync7\n"
    assert [who for who, _, _ in events_of(log, "generic")] == ["ann", "sync7"]
    kept = choices(people=frozenset({"svc backup"}), programs=frozenset({"sync7"}))
    assert [who for who, _, _ in events_of(log, "generic", kept)] == ["svc backup", "ann"]


def test_users_whose_names_differ_by_a_backslash_are_two() -> None:
    log = "time,user\n2026-01-05 09:15,CORP\\007\n2026-01-05 09:15,CORP07\n"
    assert [who for who, _, _ in events_of(log, "generic")] == ["CORP\\007", "CORP07"]


def test_moments_without_a_zone_follow_the_one_that_is_said() -> None:
    log = "time,user\n2026-01-05 13:45,ann\n"
    assert events_of(log, "generic", choices(source=ZoneInfo("Asia/Kolkata"))) == [("ann", MORNING, SIGN_IN)]


def test_counts_of_a_table_count_and_negative_ones_are_refused() -> None:
    log = "day,user,feature,count\n2026-01-05,ann,Deals,4\n2026-01-05,bob,Deals,-2\n2026-01-05,eve,Deals,many\n"
    _, told, _ = counted(log, "generic")
    assert [problem.where for problem in told.problems] == ["row 3", "row 4"]
    assert "“-2” is no count" in told.problems[0].message


def test_columns_that_stand_twice_are_refused() -> None:
    with pytest.raises(LogRefusedError, match="“user” stands twice"):
        counted("time,user,user\n2026-01-05,a,b\n", "generic")
