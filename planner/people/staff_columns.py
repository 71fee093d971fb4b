"""Which column of a staff list says what: guessed by the names that personnel systems give them, in several languages.

A guess is only a proposal; whoever imports sees it and can change it, and the choice is remembered for the next list.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from planner.people.staff_search import folded


class Column(StrEnum):
    """What a column of a staff list can say."""

    NUMBER = "number"
    NAME = "name"
    FIRST_NAME = "first-name"
    LAST_NAME = "last-name"
    EMAIL = "email"
    UNIT = "unit"
    SITE = "site"
    TEAM = "team"
    TITLE = "title"
    LANGUAGE = "language"
    ROLES = "roles"
    MANAGER = "manager"
    JOINED = "joined"
    LEFT = "left"


WORDS = {
    Column.NUMBER: "Staff number",
    Column.NAME: "Name",
    Column.FIRST_NAME: "First name",
    Column.LAST_NAME: "Last name",
    Column.EMAIL: "E-mail",
    Column.UNIT: "Unit",
    Column.SITE: "Site",
    Column.TEAM: "Team",
    Column.TITLE: "Job title",
    Column.LANGUAGE: "Language",
    Column.ROLES: "Roles",
    Column.MANAGER: "Line manager",
    Column.JOINED: "First day",
    Column.LEFT: "Last day",
}
"""How the columns are called on pages and in the product's own export."""

_NAMES: dict[Column, str] = {
    Column.NUMBER: (
        "staff number,employee number,employee id,employee no,employee,personnel number,payroll number,staff id,number,"
        "id,user id,worker id,emplid,badge,personalnummer,mitarbeiternummer,personal nr,pers nr,persnr,mitarbeiter id,"
        "matricule,numero de matricule,numero d employe,id employe,numero de empleado,numero empleado,id empleado,"
        "legajo,numero de funcionario,numero funcionario,matricola,numero dipendente,codice dipendente,"
        "personeelsnummer,medewerkernummer,numer pracownika,nr pracownika,anstallningsnummer,personalnummer,"
        "medarbejdernummer,ansattnummer,henkilonumero,osobni cislo,cislo zamestnance,torzsszam,marca"
    ),
    Column.NAME: (
        "name,full name,display name,employee name,staff name,person,worker,vollstandiger name,mitarbeiter,"
        "mitarbeiterin,name vorname,nom complet,nom et prenom,nom prenom,collaborateur,nombre completo,"
        "nombre y apellidos,empleado,nome completo,colaborador,funcionario,nominativo,dipendente,nome e cognome,"
        "volledige naam,naam,medewerker,imie i nazwisko,pracownik,namn,fullstandigt namn,navn,fulde navn,"
        "fullt navn,nimi,jmeno a prijmeni,zamestnanec,nev,nume complet"
    ),
    Column.FIRST_NAME: (
        "first name,given name,forename,firstname,givenname,vorname,rufname,prenom,nombre,nombres,nome,nome proprio,"
        "primeiro nome,voornaam,imie,fornamn,fornavn,etunimi,jmeno,keresztnev,utonev,prenume"
    ),
    Column.LAST_NAME: (
        "last name,family name,surname,lastname,familyname,nachname,familienname,zuname,nom,nom de famille,apellido,"
        "apellidos,apelido,sobrenome,ultimo nome,cognome,achternaam,nazwisko,efternamn,efternavn,etternavn,sukunimi,"
        "prijmeni,vezeteknev,csaladnev,nume"
    ),
    Column.EMAIL: (
        "e mail,email,mail,e mail address,email address,work email,business email,upn,user principal name,"
        "e mail adresse,emailadresse,mailadresse,e mail dienstlich,courriel,adresse e mail,adresse mail,"
        "correo,correo electronico,endereco de email,correio eletronico,indirizzo e mail,posta elettronica,"
        "e mailadres,adres e mail,e post,epost,e postadress,sahkoposti,e mailova adresa,e mail cim"
    ),
    Column.UNIT: (
        "unit,department,dept,division,business unit,organisation,organization,org unit,organisational unit,"
        "abteilung,bereich,einheit,organisationseinheit,departement,service,direction,unite,entite,departamento,"
        "unidad,area,unidade,direcao,setor,reparto,dipartimento,unita,afdeling,eenheid,dzial,jednostka,avdelning,"
        "enhet,afdeling,enhed,avdeling,osasto,yksikko,oddeleni,utvar,osztaly,departament"
    ),
    Column.SITE: (
        "site,location,office,office location,city,workplace,branch,plant,standort,arbeitsort,ort,niederlassung,buro,"
        "lieu,lieu de travail,ville,bureau,agence,sede,ubicacion,oficina,centro de trabajo,local,local de trabalho,"
        "escritorio,cidade,luogo,luogo di lavoro,ufficio,citta,locatie,vestiging,kantoor,standplaats,lokalizacja,"
        "miejsce pracy,biuro,plats,arbetsplats,kontor,ort,sted,arbejdssted,arbeidssted,toimipaikka,paikkakunta,"
        "misto,pracoviste,telephely,locatie"
    ),
    Column.TEAM: (
        "team,group,work group,squad,sub department,gruppe,arbeitsgruppe,mannschaft,equipe,groupe,equipo,grupo,"
        "gruppo,squadra,groep,zespol,grupa,grupp,arbetslag,hold,tiimi,ryhma,tym,skupina,csapat,echipa"
    ),
    Column.TITLE: (
        "title,job title,job,position,function,occupation,stelle,funktion,position,stellenbezeichnung,"
        "berufsbezeichnung,poste,fonction,intitule du poste,titre,puesto,cargo,titulo,posicion,funcao,posicao,"
        "mansione,qualifica,posizione,ruolo aziendale,functie,functietitel,stanowisko,befattning,tjanst,stilling,"
        "titel,tehtavanimike,nimike,pozice,funkce,munkakor,beosztas,functie"
    ),
    Column.LANGUAGE: (
        "language,preferred language,locale,sprache,muttersprache,langue,idioma,lengua,lingua,taal,voertaal,jezyk,"
        "sprak,sprog,kieli,jazyk,nyelv,limba"
    ),
    Column.ROLES: (
        "role,roles,crm role,crm roles,system role,user role,rolle,rollen,benutzerrolle,role crm,roles crm,rol,papel,"
        "perfil,funcoes no sistema,ruolo,ruoli,rola,role w systemie,roll,roller,rooli,role v systemu,szerepkor"
    ),
    Column.MANAGER: (
        "manager,line manager,supervisor,reports to,manager id,manager email,manager number,boss,team lead,"
        "vorgesetzter,vorgesetzte,fuhrungskraft,fachvorgesetzter,leiter,superieur,superieur hierarchique,"
        "responsable,manager n 1,jefe,supervisor directo,responsable directo,chefia,superior hierarquico,gestor,"
        "responsabile,capo,superiore,leidinggevende,chef,przelozony,kierownik,narmaste chef,leder,naermeste leder,"
        "esimies,lahiesimies,nadrizeny,vedouci,felettes,vezeto,sef"
    ),
    Column.JOINED: (
        "first day,start date,hire date,joined,date of joining,entry date,entry,start,employment start,eintritt,"
        "eintrittsdatum,einstellungsdatum,beginn,date d entree,date d embauche,debut,fecha de alta,fecha de ingreso,"
        "inicio,data de admissao,data de entrada,data di assunzione,data inizio,datum in dienst,indiensttreding,"
        "startdatum,data zatrudnienia,data rozpoczecia,anstallningsdatum,borjade,ansaettelsesdato,ansettelsesdato,"
        "tyosuhteen alku,alkupaiva,datum nastupu,nastup,belepes datuma,data angajarii"
    ),
    Column.LEFT: (
        "last day,end date,leaving date,termination date,left,exit date,leave date,end,austritt,austrittsdatum,ende,"
        "date de sortie,date de depart,fin,fecha de baja,fecha de salida,data de saida,data de cessacao,"
        "data di cessazione,data fine,uitdiensttreding,datum uit dienst,einddatum,data zwolnienia,data zakonczenia,"
        "slutdatum,slutade,fratraedelsesdato,sluttdato,tyosuhteen paattyminen,loppupaiva,datum ukonceni,kilepes datuma"
    ),
}
_KNOWN = {name: column for column, names in reversed(_NAMES.items()) for name in names.split(",")}
_SQUEEZED = {name.replace(" ", ""): column for name, column in _KNOWN.items()}


def heading(text: object) -> str:
    """A column's name as it is compared: letters and digits only, without accents and case.

    >>> heading("E-Mail-Adresse "), heading("Prénom"), heading(None)
    ('e mail adresse', 'prenom', '')
    """
    plain = folded("" if text is None else str(text))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def guess(names: Sequence[object], remembered: Mapping[str, str] | None = None) -> dict[int, Column]:
    """What each column says, by its place; columns nobody can tell are left out, and nothing is said twice.

    What was chosen for a name before goes first. Where first and last names have columns of their own, a column that
    is only called "name" is the last name.

    >>> guess(["Personalnr.", "Vorname", "Name", "Abteilung", "Schuhgröße"])[2]
    <Column.LAST_NAME: 'last-name'>
    """
    earlier, found = remembered or {}, dict[int, Column]()
    for place, name in enumerate(names):
        said = earlier.get(heading(name))
        if said in set(Column):
            _say(found, place, Column(str(said)))
    for place, name in enumerate(names):
        if place not in found and heading(name) not in earlier and (column := _column(heading(name))):
            _say(found, place, column)
    return _with_last_name(found, names)


def _say(found: dict[int, Column], place: int, column: Column) -> None:
    if column not in found.values():
        found[place] = column


def _column(name: str) -> Column | None:
    """The column of a name: as it stands, or without words such as `crm` or a note behind it.

    >>> _column("personalnr")
    <Column.NUMBER: 'number'>
    """
    if name in _KNOWN:
        return _KNOWN[name]
    whole = name.replace(" ", "")
    if whole in _SQUEEZED:
        return _SQUEEZED[whole]
    if whole.endswith("nr") and (whole[:-2] in {"personal", "mitarbeiter", "personeels", "medewerker", "ansatt"}):
        return Column.NUMBER
    return None


def _with_last_name(found: dict[int, Column], names: Sequence[object]) -> dict[int, Column]:
    """A column called "name" or "nom" beside one of first names is the last name."""
    said = set(found.values())
    if Column.FIRST_NAME in said and Column.LAST_NAME not in said and Column.NAME in said:
        place = next(place for place, column in found.items() if column is Column.NAME)
        found[place] = Column.LAST_NAME
    if Column.LAST_NAME in said and Column.FIRST_NAME not in said and Column.NAME not in said:
        place = next(place for place, column in found.items() if column is Column.LAST_NAME)
        found[place] = Column.NAME
    if Column.FIRST_NAME in said and not said & {Column.LAST_NAME, Column.NAME}:
        place = next(place for place, column in found.items() if column is Column.FIRST_NAME)
        found[place] = Column.NAME
    return {place: found[place] for place in range(len(names)) if place in found}


def missing(columns: Mapping[int, Column]) -> str:
    """What a mapping lacks before anything can be read, in a sentence; empty when nothing does."""
    said = set(columns.values())
    if Column.NAME in said or {Column.FIRST_NAME, Column.LAST_NAME} <= said:
        return ""
    return "Say which column holds the name: one column, or one of first and one of last names."


def doubled(columns: Sequence[str]) -> str:
    """The words of a column that is chosen twice; empty when none is.

    >>> doubled(["name", "", "name"])
    'Name'
    """
    chosen = [choice for choice in columns if choice]
    twice = next((choice for choice in chosen if chosen.count(choice) > 1), "")
    return WORDS[Column(twice)] if twice else ""
