"""English words with a capital that are no names to be checked: what other languages translate, and what stands around a name."""

from __future__ import annotations

import re

from sourcetrace.translate.names.romanise import letters
from sourcetrace.translate.names.tables import ordinary
from sourcetrace.translate.numerals import MONTHS

__all__ = ["INSTITUTIONS", "PREFIXES", "ROLES", "no_name", "regnal", "translatable"]

_BELIEFS = (
    "islam islamic islamist islamists muslim muslims moslem moslems catholic catholics catholicism christian christians christianity christ protestant protestants protestantism orthodox "
    "jewish jew jews judaism buddhist buddhists buddhism buddha hindu hindus hinduism sikh sikhs sikhism sunni sunnis shia shiite shiites sufi mormon mormons baptist lutheran calvinist anglican "
    "evangelical bible biblical koran quran torah talmud allah god jesus gospel genesis exodus psalms testament christmas easter ramadan thanksgiving halloween hanukkah passover diwali eid lent advent "
    "trinity messiah virgin satan zen taoist taoism confucian confucianism confucius upanishads vedas sharia hajj hijab madonna moses abraham"
)
_POLITICS = (
    "nazi nazis nazism fascist fascists fascism marxist marxism leninist communist communists communism socialist socialists soviet zionist democrat democrats democratic republican republicans tory "
    "tories labour liberal liberals conservative conservatives social greens senate congress parliament ministry holocaust brexit kremlin pentagon vatican bundestag duma taliban schengen reich wehrmacht"
)
_AGES = (
    "renaissance gothic baroque romanesque victorian georgian elizabethan edwardian napoleonic medieval mesozoic jurassic triassic cretaceous cambrian paleolithic neolithic roman romans byzantine "
    "ottoman ottomans mughal carolingian hellenistic viking vikings celt celts celtic gaelic saxon saxons norman normans goth goths visigoth visigoths hun huns vandals moor moors moorish trojan troy spartan "
    "sparta athenian babylon babylonian babylonians assyria assyrian assyrians sumerian sumerians hittite hittites phoenician phoenicians etruscan etruscans carthage inca incas incan aztec aztecs maya mayan mayans "
    "maori inuit eskimo eskimos cossack cossacks tatar tatars slav slavs slavic gypsy gypsies roma romani berber bedouin janissary janissaries aryan judean arthurian hussars"
)
_LANGUAGES = "sanskrit urdu hindi tamil mandarin cantonese hebrew yiddish aramaic esperanto swahili pashto dari punjabi farsi tagalog hangul hangeul cyrillic braille braille creole romance germanic semitic indo european"
_GEOGRAPHY = (
    "atlantic pacific arctic antarctic antarctica mediterranean caribbean aegean adriatic caspian tyrrhenian transatlantic danube rhine thames nile volga yangtze ganges indus euphrates tigris seine loire "
    "rhone tiber vistula oder elbe dnieper dniester jordan mekong amazon amazonian alps alpine himalaya himalayas himalayan andes andean pyrenees carpathian carpathians caucasus caucasian urals apennines "
    "everest vesuvius etna sahara saharan gobi kalahari patagonia anatolia anatolian mesopotamia mesopotamian thrace transylvania saxony prussia prussian silesia tuscany lombardy piedmont burgundy normandy "
    "brittany alsace lorraine provence savoy andalusia castile aragon galicia basque sardinia corsica crete rhodes balearic canaries galapagos hispaniola polynesia polynesian micronesia melanesia iberia "
    "iberian eurasia eurasian levant maghreb manchuria lapland wallonia gaul holy orient oriental occident antilles bosphorus dardanelles gibraltar acropolis colosseum parthenon"
)
_SKY = (
    "saturn jupiter mars venus mercury neptune uranus pluto titan titanic sun moon earth milky aries taurus gemini cancer virgo libra scorpio sagittarius capricorn aquarius pisces zeus hera athena artemis "
    "poseidon hercules odysseus ulysses achilles homer iliad odyssey perseids geminid geminids aristotle plato socrates sophocles euclid archimedes pythagoras ptolemy hippocrates herodotus copernicus columbus "
    "magellan caesar augustus cicero virgil ovid horace avicenna averroes saladin charlemagne napoleon michelangelo tutankhamun cleopatra"
)
_THINGS = (
    "olympic olympics olympiad olympian olympians paralympic paralympics internet web email facebook twitter google wifi bitcoin ethereum marathon celsius fahrenheit kelvin nobel oscar oscars "
    "jr sr inc ltd corp llc plc gmbh co bros dept univ vs etc no nos vol fig dna hiv aids covid coronavirus ebola barca parenthood taxis cybersecurity sealion uptown downtown ranger speedway"
)
_CONCEPTS = frozenset(word for words in (_BELIEFS, _POLITICS, _AGES, _LANGUAGES, _GEOGRAPHY, _SKY, _THINGS) for word in words.split())

PREFIXES = frozenset(
    "sino afro indo euro anglo franco russo trans anti pro pre post non ex neo pan mid inter austro italo hispano luso greco serbo ibero".split()
)

# Words of institutions, streets, events and works: a capitalised run that holds one is no person's name, and may be translated.
INSTITUTIONS = frozenset(
    "university school college institute institution academy faculty bank fund committee subcommittee council party union agency department ministry office court centre center "
    "association organisation organization federation society company group corporation foundation museum gallery library theatre theater airport airlines airways station "
    "hospital clinic church cathedral mosque temple palace castle tower hall hotel house building street road avenue square park garden gardens bridge gate port harbour harbor "
    "river lake mountain mountains mount hill hills island islands isle bay sea ocean gulf strait channel canal coast cape valley desert forest falls beach city county state states province region "
    "district republic kingdom empire north south east west northern southern eastern western central upper lower new old great grand little united national international royal imperial federal "
    "championship championships cup league prize award awards games tournament open prix race festival act treaty protocol agreement accord convention charter declaration war battle revolution "
    "times post news press journal magazine tribune herald telegraph guardian television radio channel authority board commission forces force army navy guard police service services system project "
    "program programme plan mission operation team club stadium arena space world first second third holy black white red green blue age period era day week month year "
    "hurricane typhoon storm cyclone virus disease syndrome theory law principle scale effect line railway highway route trail pipeline summit conference ship aircraft class series model".split()
)

# Words before or after a name that are no part of it.
ROLES = frozenset(
    "mr mrs ms miss dr sir lady lord dame prof professor president presidential vice deputy prime minister premier chancellor king queen prince princess emperor duke duchess count earl pope "
    "saint bishop archbishop cardinal father mother brother sister reverend rabbi ayatollah sheikh imam general lieutenant captain colonel major sergeant admiral commander officer "
    "judge justice attorney senator representative congressman congresswoman governor mayor councillor secretary ambassador envoy spokesman spokeswoman spokesperson chairman chairwoman chair chief "
    "executive director manager head leader coach captain driver player actor actress singer author writer editor reporter journalist analyst doctor scientist researcher astronaut cosmonaut engineer "
    "speaker majority minority whip treasurer commissioner inspector detective constable sheriff former acting assistant senior junior the a an but and in on at for of to from by with as if when while after before since although however meanwhile both only even also what who why how this that "
    "these those his her their its our my your he she they it we i there then today yesterday tomorrow".split()
)

# The holders of these are called by first names that every language translates: Elizabeth, Isabel.
_REGNAL_BEFORE = re.compile(r"\b(?:Pope|King|Queen|Prince|Princess|Emperor|Empress|Tsar|Czar|Saint|St\.?|John)\s+$")
_REGNAL_AFTER = re.compile(r"\s(?:[IVX]+\b|the [A-Z])")
_CONTRACTED = re.compile("['’](?:re|ll|ve|d|t|m)$")
# Endings of ordinary adjectives and nouns that no table of words has in full.
_ORDINARY_ENDING = re.compile(
    "(?:ness|ology|ologies|ological|ical|ous|ated|ability|tions?|isms?|ists?|ities|ity|able|ible|ful|less|wards?|graphy|person|people|ments?|ically)$"
)
_LEAST_DERIVED = 8  # letters of a word that its ending, or one wrong letter, tells to be an ordinary one
_LEAST_PART = 4  # letters of an ordinary word within a name
_INNER_CAPITALS = re.compile("[A-Z][A-Za-z]*[A-Z][A-Za-z]*[A-Z]|[a-z]{2}[A-Z]")


def no_name(word: str) -> bool:
    """Whether a word with a capital is no person's or place's name: a concept, an acronym, a form or misspelling of an ordinary word."""
    plain = letters(word)
    if plain in _CONCEPTS or _CONTRACTED.search(word) or _INNER_CAPITALS.search(word.removeprefix("Mac")):
        return True
    american = re.sub("our(?=s?$|ed$|ing$)", "or", re.sub("is(?=(?:e|es|ed|er|ers|ing|ation|ations)$)", "iz", plain))
    if (american != plain and ordinary(american)) or (plain.endswith(("er", "est")) and ordinary(re.sub("i?e(?:r|st)$", "", plain))):
        return True
    return len(plain) >= _LEAST_DERIVED and (bool(_ORDINARY_ENDING.search(plain)) or _misspelt(plain))


def _misspelt(word: str) -> bool:
    """Whether a long word is an ordinary one, or a month, with a letter too many, too few or out of place."""
    cuts = [(word[:i], word[i:]) for i in range(1, len(word))]
    near = [a + b[1:] for a, b in cuts] + [a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1] + [a + c + b for a, b in cuts for c in "aeioutnrs"]
    return any(other in MONTHS or ordinary(other) for other in near)


def translatable(word: str) -> bool:
    """Whether a name in small letters is two ordinary words in one ("stardust"), which another language may translate."""
    return any(ordinary(word[:i]) and ordinary(word[i:]) for i in range(_LEAST_PART, len(word) - _LEAST_PART + 1))


def regnal(text: str, start: int, end: int) -> bool:
    """Whether the word at this place is a monarch's, a pope's or a saint's name."""
    return bool(_REGNAL_BEFORE.search(text, max(0, start - 12), start) or _REGNAL_AFTER.match(text, end))
