"""The words by which a plan drawn by others is understood: go-live, training, migration, tests, gates, pilot, support.

English first, with common German, French and Spanish words. Words are whole words without accents and capitals;
`*` stands for the rest of a word, because German writes “Anwenderschulung” in one, and `~` for up to three words
between two others. This list, and that of workshops, are the only places where the checks know words.
"""

import re
import unicodedata
from enum import StrEnum
from functools import cache, lru_cache


class Theme(StrEnum):
    """What a row is about."""

    GO_LIVE = "go-live"
    CUTOVER = "cutover"
    DEPLOYMENT = "deployment"
    TRAINING = "training"
    MIGRATION = "migration"
    ACCEPTANCE = "acceptance"
    TEST = "test"
    GATE = "gate"
    PILOT = "pilot"
    SUPPORT = "support"
    CLEANING = "cleaning"
    FEEDBACK = "feedback"
    BUILD = "build"
    RELEASE = "release"


WORDS: dict[Theme, str] = {
    Theme.GO_LIVE: """first day in ~ crm, first day in ~ system, first day with ~ crm, first day with ~ system,
        crm in use, system in use, switch to production, crm release, system release, release of ~ crm, production use,
        go live, golive, go lives, goes live, going live, went live, is live, are live, live in, live at, live for,
        launch, launches, system live, crm live, live date, launch day, release day, into production,
        live in production, production rollout, production cutover, productive start, users start, start working,
        start using, begin working, begin using, first day of use, system launch, production start,
        start of production, release ~ to production, release to production, deploy ~ to production,
        move ~ to production, release to ~ users, release ~ to ~ users, available to ~ users, switch on ~ crm,
        switch on ~ system, turn on ~ crm, turn on ~ system, switch to ~ crm, switch to ~ system, activate ~ crm,
        activate ~ system, system activation, crm activation, first day of production, start of productive use,
        start of production use,
        productive use, start of operation, start of operations, transition to production, transition into production,
        promote ~ to production, promotion to production, go to production, enter production, d day,
        production deployment, production release, move to production, start of use, switch day, produktivstart*,
        produktivsetzung, produktivgang, inbetriebnahme, echtstart, echtbetrieb, livegang, live gang, liveschaltung,
        live schaltung, systemstart, mise en production, mise en service, mise en ligne, demarrage en production,
        lancement, puesta en produccion, puesta en marcha, puesta en vivo, salida a produccion, salida en vivo,
        arranque, lanzamiento, commissioning of ~ system, commissioning of ~ crm, system commissioning,
        start work with, start work in, starts work with, begin work with, begin work in, system in operation,
        crm in operation, users on new system, users on new crm, users on the new system, users on the new crm""",
    Theme.CUTOVER: """cutover, cut over, switch over, switchover, change over, changeover, umstellung, systemwechsel,
        bascule, basculement, conmutacion, transicion""",
    Theme.DEPLOYMENT: """deploy, deployment, roll out, rollout, roll outs, rollouts, deploiement, despliegue,
        implantacion, einfuhrung, ausrollen""",
    Theme.TRAINING: """workshop for ~ end users, workshops for ~ end users, end user workshop, end user workshops,
        user instruction, instruct ~ users, train, trains, training, trainings, trained, course, courses, e learning,
        elearning, webinar, user onboarding, onboard ~ users, onboard ~ staff, onboarding of ~ users,
        onboarding of ~ staff, educate, instruct, teach, teaches, teaching, lunch learn, lunch and learn, bootcamp,
        bootcamps, boot camp, upskill, upskilling, up skilling, skills transfer, how to use, learning sessions,
        crm academy, enablement, user education, hands on session, hands on sessions, classroom, coaching, tutorials,
        webinars, *schulung, *schulungen, *schulungs*, schulen, einweisung*, formation, formations, capacitacion,
        capacitar, formacion, entrenamiento, instruction of ~ users, instruction of ~ staff, instruction for ~ users""",
    Theme.MIGRATION: """import ~ customer, import ~ master, import ~ companies, upload ~ contacts, upload ~ accounts,
        upload ~ customers, upload ~ records, upload ~ leads, move ~ records, move ~ customers, move ~ contacts,
        move ~ accounts, transfer of ~ customers, transfer of ~ contacts, transfer ~ customers, copy ~ data,
        populate ~ database, populate ~ crm, data cutover, bring over ~ data, bring ~ data, load ~ companies, migrate,
        migrating, migration, migrations, data load, data loading, load data, data import, data loads, initial load,
        final load, delta load, full load, bulk load, data take on, data upload, upload ~ data, data population,
        populate ~ data, data seeding, etl, bulk import, import of ~ data, import of ~ contacts, import of ~ customers,
        import of ~ accounts, import of ~ leads, import ~ customers, import ~ contacts, import ~ accounts,
        import ~ leads, import ~ opportunities, import ~ records, load ~ customers, load ~ contacts, load ~ accounts,
        load ~ leads, load ~ opportunities, load ~ records, load ~ data, load ~ legacy, move ~ data, import ~ data,
        final import, data conversion, convert ~ data, convert ~ records, convert ~ contacts, convert ~ accounts,
        convert ~ customers, transfer ~ records, transfer ~ contacts, transfer ~ accounts, migrated, data loaded,
        data imported, records loaded, data transfer, transfer ~ data, transfer of ~ data, *migration, datenubernahme,
        datenimport, reprise de donnees, reprise des donnees, chargement des donnees, import des donnees, migracion,
        carga de datos, importacion de datos""",
    Theme.ACCEPTANCE: """test by ~ users, test with ~ users, tests with ~ users, user sign off, sign off by ~ users,
        business validation, acceptance, uat, business test, business tests, user test, user tests, user testing,
        users test, user verification, testing with users, tested by users, testing by ~ users, tests by ~ users,
        validation by ~ users, validated by ~ users, customer test, business testing, end user testing, client testing,
        customer testing, *abnahmetest*, abnahme, anwendertest*, benutzertest*, fachtest*, recette, recettes,
        test d acceptation, tests d acceptation, tests utilisateurs, homologation, aceptacion, pruebas de usuario,
        pruebas de usuarios""",
    Theme.TEST: """test, tests, testing, tested, qa, *test, *tests, essais, prueba, pruebas""",
    Theme.GATE: """gate, gates, go no go, sign off, signoff, signed off, approval, approved, approve, checkpoint,
        decision, steering committee, milestone, freigabe*, meilenstein*, entscheidung*, jalon, validation,
        comite de pilotage, hito, aprobacion""",
    Theme.PILOT: """pilot, pilots, piloting, pilot*, beta, trial operation, soft launch, early adopters, early adopter,
        probebetrieb, pilote, piloto, prueba piloto""",
    Theme.SUPPORT: """support, supporting, hypercare, hyper care, post go live, post implementation, post deployment,
        post launch, aftercare, after care, go live care, care, stabilisation, stabilization, stabilise, stabilize,
        warranty, help desk, helpdesk, floor walking, floorwalking, floor walker*, floorwalker*, els, war room,
        command center, command centre, fixing after go live, fixes after go live, nachbetreuung, *betreuung, *support,
        stabilisierung*, hotline, accompagnement, assistance, soutien, soporte, estabilizacion, acompanamiento,
        garantia""",
    Theme.CLEANING: """data cleansing, data cleaning, data cleanup, data clean up, clean ~ data, clean up ~ data,
        clean up ~ customer*, clean up ~ account*, clean up ~ contact*, clean ~ contacts, clean ~ accounts,
        clean up ~ duplicates, remove ~ duplicates, merge ~ duplicates, eliminate ~ duplicates, duplicate removal,
        cleanse, cleansing, scrub ~ data, data scrubbing, data hygiene, tidy up ~ data, de duplicate, de duplication,
        deduplicate, deduplication, dedupe, dedup, de dupe, de dup, data quality, datenbereinigung, *bereinigung,
        nettoyage des donnees, depuracion de datos, limpieza de datos""",
    Theme.FEEDBACK: """feedback, lessons, evaluate, evaluation, review, retrospective, auswertung*, ruckmeldung*,
        lehren, retour d experience, bilan, retroalimentacion, lecciones, evaluacion""",
    Theme.BUILD: """build, configure, configuration, configuring, customise, customize, customisation, customization,
        develop, development, *konfiguration, entwicklung, umsetzung, parametrage, developpement, configuracion,
        desarrollo""",
}  # fmt: skip

PREPARING = """plan, plans, planning, planned, prepare, preparing, preparation, preparations, develop, design, create,
    draft, write, define, determine, identify, needs, need, analysis, analyse, analyze, assess, assessment, material,
    materials, documentation, document, documents, manual, manuals, guide, guides, curriculum, strategy, concept,
    environment, schedule, scheduling, set up, setup, book, organise, organize, logistics, specification,
    specifications, requirements, budget, list, approach, methodology, secure, obtain, script, scripts, cases,
    scenarios, criteria, template, templates, mapping, map, checklist, agree, estimate, content, video, videos, invite,
    invitation, invitations, migration development, training development, content development, material development,
    course development, script development, development of ~ training, development of ~ migration, planen, *planung,
    *plan, *konzept, konzept*, *unterlagen, *material, *materialien, vorbereiten, vorbereitung, erstellen, *bedarf,
    *umgebung, preparer, elaborer, besoins, materiel, preparar, preparacion, elaborar, disenar, necesidades,
    materiales, knowledge transfer, etl development, etl design"""
"""Work that only prepares what a theme names; a row that begins with a doing verb is the thing itself."""

DOING = """train, conduct, deliver, hold, give, run, provide, execute, perform, attend, teach, migrate, load, import,
    transfer, convert, carry, complete, final, schulen, durchfuhren, former, animer, capacitar, realizar, ejecutar"""

REHEARSING = """rehearse, rehearsal, rehearsals, trial, mock, dry run, dress rehearsal, simulate, simulation, practice,
    study, mechanism, usability, test migration, migration test, test load, test import, test data, to sandbox,
    into sandbox, in sandbox, sandbox data, sandbox load, sandbox migration, testmigration*, probe*, generalprobe,
    repetition, ensayo, simulacro"""

NOT_LIVE_ITSELF = """readiness, ready, pre, before, post, after, following, until, communicate, communication,
    communications, announce, announcement, decision, decide, approval, approve, approved, sign off, signoff, no go,
    gate, review, meeting, celebrate, celebration, lessons, assessment, verify, validation, validate, monitor,
    monitoring, report, party, launch event, confirm, confirmed, set ~ date, agree ~ date, choose ~ date, to ~ sandbox,
    to ~ test, to test, to uat, to qa, to ~ staging, to staging, to ~ preproduction, project launch, launch project,
    launch meeting, launch campaign, campaign, survey, tell, nach, vor, apres, avant, despues, antes, reunion, projet,
    proyecto, inform, brief, release notes, release plan, release management, launch tender, launch rfp,
    launch ~ network, launch ~ newsletter, launch ~ cleansing, launch ~ vendor, launch ~ selection, launch ~ programme,
    launch ~ program, launch ~ initiative, launch ~ workshop, launch ~ workshops"""
"""A row with one of these words speaks of the go-live without being it."""

DECIDING = """go no go, no go, go live decision, go live approval, readiness review, go live readiness,
    readiness assessment, approve go live, approval for go live, freigabe produktivstart,
    decision de mise en production"""
"""A decision whether to go live."""

TEACHERS = """train the trainer, train the trainers, trainer training, trainers, multiplikator*, formateurs,
    formation des formateurs, formadores, formacion de formadores, key user, key users, super user, super users,
    superuser, superusers, champions"""
"""Those who teach or help the others, and so have to learn before them."""

AFTERWARDS = """refresher, refreshers, catch up, joiners, new joiners, newcomers, ongoing, continuous, permanent,
    for good, operate, operation, operations, post, after go live, who were missing, hypercare, hyper care, aftercare,
    go live care, closure, closing, follow up, nachschulung*, nachbetreuung, auffrischung*, betrieb, exploitation,
    rappel, continu, recyclage, continua, refuerzo, operacion, smoke, archive, archiving, historical, history,
    decommission, decommissioning"""
"""What belongs behind a go-live."""

FEW_PEOPLE = """trainer, trainers, key user, key users, super user, super users, superuser, superusers, champions,
    champion, project team, core team, build team, it team, implementation team, administrator, administrators, admin,
    admins, manager, managers, management, executives, executive, leadership, support staff, support team, uat, tester,
    testers, help desk, helpdesk, it staff, developers, technical, people who build, multiplikator*, administrator*,
    projektteam, formateurs, utilisateurs cles, administrateurs, equipe projet, formadores, usuarios clave,
    administradores, equipo del proyecto, helper"""
"""Training for a few people who work with the system long before the others."""

NOT_OF_THE_SYSTEM = """requirements, design, scope, contract, charter, proposal, budget, project, vendor, invoice,
    deliverable, deliverables, provisional, plan"""
"""What else can be accepted in a project: not the working system."""

NOT_HELP = """customer support, service support, service and support, sales support, support module, support modules,
    support case, support cases, support process, support processes, support ticket, support tickets, support portal,
    support agents, support centre, support center, support department, support function, support part"""
"""Support as a trade of the company, not help after a go-live."""

OLD_SYSTEM_OFF = """decommission ~ crm, decommission ~ system, decommission ~ systems, decommission ~ application,
    decommission legacy, decommission old, decommissioning, switch off ~ system, switch off ~ crm, switch off legacy,
    switch off old, switch off the old, turn off ~ system, turn off legacy, turn off old, shut down ~ system,
    shut down legacy, shut down old, shutdown of ~ system, retire ~ system, retire ~ crm, retire legacy, retire old,
    legacy system off, old system off, sunset ~ crm, sunset ~ system, sunset legacy, altsystem abschalten,
    abschaltung altsystem, arret de l ancien systeme, apagado del sistema antiguo"""
"""The old system is taken away for good."""

STEADY = """project management, manage, management, administration, coordination, governance, steering, communication,
    projektmanagement, projektleitung, gestion, pilotage, direccion"""
"""Work that goes on as long as the project does."""

NOT_A_PILOT = "conference room pilot, conference room pilots, crp, autopilot"
"""What is called a pilot without anybody working with the system."""

_WAVE = re.compile(
    r"\b(?:wave|welle|vague|lot|ola|oleada|tranche|batch|group|gruppe|groupe|grupo|release|site|region|rollout)"
    r" (\d{1,2}|one|two|three|four|five|[ivx]{1,4}|[a-h])\b"
)
_ORDINAL = re.compile(r"\b(first|second|third|fourth|fifth) wave\b")
_RELEASE = re.compile(r"(?:crm |system )?release v?\d{1,2}(?: \d{1,2}){1,2}")
_WEAK, _BESIDE_WEAK = {"live", "release", "commissioning"}, {"and", "the", "final", "full", "general", "crm"}
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "first": "1", "second": "2", "third": "3",
    "fourth": "4", "fifth": "5", "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def plain(name: str) -> str:
    """A name as words only: “Mise en production – Équipe A” is “mise en production equipe a”."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", letters.casefold()))


@cache
def _pattern(words: str) -> re.Pattern[str]:
    """A pattern that finds any of some words, given with commas."""
    entries = sorted((" ".join(each.split()) for each in words.split(",")), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(_expression(each) for each in entries) + r")\b")


def _expression(entry: str) -> str:
    return re.escape(entry).replace(r"\ \~\ ", r"(?: \w+){0,3} ").replace(r"\*", r"\w*")


def has(words: str, name: str) -> bool:
    """Whether a name has any of some words, given with commas."""
    return _pattern(words).search(plain(name)) is not None


@lru_cache(maxsize=20_000)
def themes_of(name: str) -> frozenset[Theme]:
    """What a name speaks of; “Go-live support” speaks of both."""
    found = frozenset(theme for theme, words in WORDS.items() if has(words, name))
    if plain(name).endswith(" live") or _weakly_live(plain(name)):  # “Nordics live”, “Release and commissioning”
        found |= {Theme.GO_LIVE}
    if Theme.SUPPORT in found and has(NOT_HELP, name) and not has("hypercare, after, post, go live", name):
        found -= {Theme.SUPPORT}
    return found - {Theme.PILOT} if has(NOT_A_PILOT, name) else found


def _weakly_live(text: str) -> bool:
    """Words that mean a go-live only where nothing else is said, one of them or several."""
    said = set(text.split())
    return bool(said & _WEAK) and said <= _WEAK | _BESIDE_WEAK


def is_release(name: str) -> bool:
    """Whether a name is a release with its version and no more: “Release 1.0”, not “Release 1 tests”."""
    return _RELEASE.fullmatch(plain(name)) is not None


@lru_cache(maxsize=20_000)
def prepares(name: str) -> bool:
    """Whether a row only prepares what it names: “Prepare training material” does, “Train the planners” does not."""
    first = plain(name).partition(" ")[0]
    return has(REHEARSING, name) or (has(PREPARING, name) and not has(DOING, first))


def is_live_itself(name: str) -> bool:
    """Whether a row that speaks of a go-live is the event: “Go-live”, not “Go-live readiness review”."""
    other = themes_of(name) & {Theme.SUPPORT, Theme.TRAINING, Theme.TEST, Theme.GATE}
    return not other and not prepares(name) and not has(NOT_LIVE_ITSELF, name)


@lru_cache(maxsize=20_000)
def wave_of(name: str) -> str:
    """The wave a name speaks of: “Wave 2: branches” is “2”; nothing where it names none."""
    text = plain(name)
    found = _WAVE.search(text) or _ORDINAL.search(text)
    return _NUMBERS.get(found.group(1), found.group(1)) if found else ""


@lru_cache(maxsize=20_000)
def particular(name: str) -> frozenset[str]:
    """The words of a name that are its own: “Go-live sales team” has “sales” and “team”."""
    text = plain(name)
    for words in (*WORDS.values(), AFTERWARDS):
        text = _pattern(words).sub(" ", text)
    return frozenset(word for word in text.split() if len(word) > 3 and word not in _COMMON)


_COMMON = {
    "users", "user", "with", "from", "this", "that", "system", "complete", "completed", "data", "final", "phase",
    "software", "solution", "application", "install", "live", "date", "week", "weekend", "production", "done",
}  # fmt: skip
