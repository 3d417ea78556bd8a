"""Pairs of opposites in German: what says each pole, and what may hint at it."""

from __future__ import annotations

from sourcetrace.translate.polarity.opposites import patterns

__all__ = ["POLES"]

# By pair: first pole said, hinted at; second pole said, hinted at. Beginnings of words.
_TABLE = {
    "rise": (
        r"steig|stieg|gestieg|anstieg|anstei|zunahm|zunehm|zugenomm|nahm\w* zu|wachs|wuchs|gewachs|wachst|erhöh|höher|höchst|vergrößer|ausweit|ausgeweit|zuwachs|zuwächs",
        r"hoch|hoh|mehr|auf|ober|gewinn|gewann|gewonn|verstärk|größ|verdoppel|verdreif|ausbau|erweiter|klett|schnell|heb|hob|gehob|sprang|expan|über|rauf|empor|wächst|gut|erreich|verbess|wuchert|züch",
        r"fall|fiel|gefall|sank|sink|gesunk|rückgang|rückgäng|abnahm|abnehm|abgenomm|nahm\w* ab|schrumpf|geschrumpf|verring|senk|gesenk|niedrig|reduz|verminder|sturz|stürz|gestürz|kürz|gekürz|einbruch",
        r"verlust|verlier|verlor|tief|weniger|unter|herab|ab|gering|klein|nieder|schwäch|schwach|zurück|abbau|herunter|hinunter|verlang|tropf|herbst|minder|lass|ließ",
    ),
    "improve": (r"verbess|besser|beste|best\b", r"gut|fortschritt|optim|stärk|steig|schön|am liebst|günstig|modern", r"verschlecht|schlecht|schlimm|verschlimm", r"übel|mies|schwach|verschärf|abstieg|schwer"),
    "strength": (r"stärk|gestärk|stark|verstärk|kräftig", r"kraft|fest|macht|groß|hoch|heftig|intensiv|schwer|förder", r"schwäch|geschwäch|schwach|abgeschwäch", r"gering|niedrig|leicht|weich|untergr|beeinträcht"),
    "more": (r"mehr|über\b|größer|höher", r"viel|weiter|zusätz|zahlreich|noch|meist|größ|stärk|zu\b|so\b|besonders|oft|häuf|erhöh|über|deutlich|eher|länger|schnell|wichtig|besser|\w+er\b", r"weniger|geringer|unter\b|minder", r"wenig|klein|gering|kaum|unter|nied|kürz|kurz|nicht|schwäch|fast|knapp|jünger"),
    "limit": (r"mindestens|wenigstens|zumindest|minimal|minimum|minderheit", r"wenig|klein|kleinst|gering|immerhin|ab\b|am wenigsten", r"höchstens|maximal|maximum|mehrheit|meist", r"höchst|bis zu|mehr|größ|viel|überwieg|gros|nicht mehr|am\b|äußerst"),
    "above": (r"über\b|oberhalb|überst|übertr|überschr|mehr als", r"über|ober|mehr|auf|höher|jenseits|vorbei|zu ende|durch|an\b|während|seit|für|wegen|um\b|von", r"unter\b|unterhalb|weniger als", r"unter|tief|nied|gering|im\b|in\b|bei\b|nach\b|gemäß|laut|auf"),
    "large": (r"groß|größ|riesig|enorm", r"stark|hoch|höch|breit|schwer|wichtig|weit|viel|haupt|massiv|bedeut|mehr|erheblich", r"klein|winzig", r"gering|wenig|kurz|leicht|niedrig|eng|kind|\w+chen\b|minder"),
    "long": (r"lang|läng", r"dauer|seit|weit|fern|groß|jahr|ewig|hoch", r"kurz|kürz", r"knapp|klein|wenig|rasch|schnell|bald|baldig|niedrig|mangel"),
    "fast": (r"schnell|rasch|rasant|zügig|beschleun", r"bald|kurz|sofort|eil|flott|plötz|stark|sprung", r"langsam|verlangsam", r"allmähl|nach und nach|träg|spät|zöger|lang"),
    "before": (r"vor\b|bevor|zuvor|vorher|ehe\b|vorab", r"vor|früh|bis|erst|noch|ab\b|einst|damals|ehemal|gegenüber|angesichts|bereits|um\b", r"nach\b|nachdem|danach|später|anschließend|hinterher", r"nach|seit|als\b|hinter|dann|folg|wenn|sobald|ab\b|wegen|um\b|infolge|darauf|zufolge|mit\b|wieder|durch"),
    "earlier": (r"früher|zuvor|vorher|eher\b|frühest", r"früh|vor|bereits|erst|anfang|ehemal|schon|am\b|diese|gestern", r"später|spätest|neueste|neust|jüngst|danach", r"spät|nach|letzt|darauf|aktuell|zuletzt|dann|neu|schließlich|folg"),
    "early": (r"früh|anfang|beginn", r"vor|erst|jung|zeitig|start|morgen|bald|schon|rechtzeitig|alt|ur", r"spät|ende\b|ausgehend|verspät", r"nach|letzt|verstorb|nacht|abend|neu|schluss|schließlich|jüngst|fortgeschritt|alt|ehemal|zu\b"),
    "first": (r"erst(?!e(?:ll|n)\b|aun|att|ick|reck|icht)|anfäng|ursprüng|zunächst|zuerst|erstmal", r"früh|neu|eins|1\.|beginn|start|anfang|vor|ober|spitz|debüt|haupt|anfangs", r"letzt|zuletzt|schließlich|vorig|vergangen", r"end|schluss|final|spät|vor|nach|jüngst|kürz|dauer|währ|anhalt|seit|dauert|bleib|nun|neu"),
    "begin": (r"beginn|begann|begonn|anfang|anfäng|start|eröffn|einleit|auftakt", r"erst|neu|ein|los|auf|start|geburt|grün|ursprung", r"ende|beend|endet|schluss|abschl|abgeschl|schließ|schloss", r"letzt|stopp|aus|fertig|ab|halt|final|fertig|spät"),
    "older": (r"älter|ältest|ehemal|vergangen|früher", r"alt|vor|letzt|einst|vorig|ersterer|größer|groß|seit|bisher", r"jünger|jüngst|zukunft|künftig|letzterer", r"jung|neu|spät|kommend|kind|klein|nach|nächst"),
    "support": (r"unterstütz|befürwort|bekräft", r"hilf|half|hielt|förder|stütz|für\b|helf|rück|träg|trag|anhäng|zustimm|fan|gönn|zugunsten|sprach\w* sich für", r"ablehn|abgelehn|widersetz|widersprach|bekämpf|gegner|opposition|gegen", r"wider|protest|kontra|anders|gegen|feind|konkurr|lehn"),
    "accept": (r"akzept|annahm|annehm|angenomm|genehmig|billig|zustimm|zugestimm|stimmte\w* zu", r"nahm|nehm|zulass|begrüß|erlaub|aufnahm|aufgenomm|nimm|adopt|beschl|verabschied|anerkenn|ja\b|bewillig|einverstanden|empfang|gestand", r"ablehn|abgelehn|lehn\w* \w+ ab|lehn|verweiger|zurückgew|zurückweis|verwarf|verworf", r"nicht|kein|weiger|abge|veto|wider|absag|aus"),
    "allow": (r"erlaub|zulass|zugelass|gestatt|genehmig|ermöglich", r"lass|ließ|dürf|darf|durf|könn|kann|konn|frei|recht|lässt|legal|zugang|offen", r"verb(?:ot|iet)|untersag|verbann", r"nicht|kein|sperr|gesperr|stopp|einschränk|ausgeschl|unterbind|bann"),
    "agree": (r"einig|zustimm|stimm\w* zu|vereinbar|einverstand|übereinstimm|abkommen", r"ja\b|bereit|geeinigt|vertrag|kompromiss|abmach|beschl|gleich|einklang|akzept|pakt", r"uneinig|anderer meinung|widersprech|ablehn|nicht einverstanden", r"nicht|gegen|streit|anders|wider|un"),
    "confirm": (r"bestätig|zugab|zugegeb|gab \w+ zu|gestand|gestehe|räumte\w* \w* ?ein|eingeräum", r"bekräft|best|nach(?:ge)?wies|sicher|beweis|fest|aner|bekannt|belegt|bezeugt|wahr|gab|erklär", r"bestr(?:eit|itt)|leugn|dementier|verneint|zurückgewies|wies\w* \w* ?zurück", r"verweiger|abge|ab\b|nicht|kein|wider|lehn|verwehr|nein"),
    "success": (r"erfolgreich|erfolg(?!t|en\b)|gelang|geling|gelung|geschafft", r"folg|glück|schaff|gut|gewinn|gewann|sieg|erreich|nachfolg|triumph|konnte", r"misserfolg|scheiter|gescheiter|fehlschlag|fehlgeschlag|misslang|misslung|versag|erfolglos", r"nicht|kein|fehl|aus|verpass|niederlag|pleite|verlor|mangel|bankrott|panne|ohne|vergeb"),
    "win": (r"gewann|gewinn|gewonn|sieg|erfolg", r"erhielt|errang|holte|preis|titel|gold|meister|erhalt|ausgezeichn|schlug|besieg|sicherte|bekam|triumph|verlieh", r"verlor|verlier|unterlag|unterleg|niederlag|verlust", r"nieder|verpass|schlug|besieg|büß|einbuß|fehl|geschlag|abge|nachseh|ausgesch|verlier"),
    "attack": (r"angriff|angreif|angegriff|griff\w* \w* ?an|attack|überfall|überfiel|anschlag|anschläg", r"schlag|schoss|stürm|offensive|beiß|biss|anfall|mord|bomb|beschoss", r"verteidig|abwehr", r"wehr|schutz|schütz|bewahr|verfecht|rechtfertig"),
    "buy": (r"kauf(?!te\w* \w+ für)|gekauf|erwarb|erwerb|erworb|einkauf|ankauf|übernahm", r"käuf|anschaff|besorg|nahm|bezahl|bestell|zahl", r"verkauf|veräußer|verkäuf|absatz", r"vertrieb|handel|anbiet|angebot|markt|abgab|gab|händl|umsatz|ausverk"),
    "import": (r"import|einfuhr|einführ|eingeführ", r"aus\b|bezog|bezieh|hereinge|auswärt", r"export|ausfuhr|ausführ|ausgeführ", r"ins ausland|liefer|verkauf|versand"),
    "profit": (r"gewinn|profit|überschu|einnahm|einkomm|ertrag|erträg", r"umsatz|nutz|verdien|plus|lohn|steuer", r"verlust|defizit|ausgabe|fehlbetrag", r"schuld|minus|mangel|einbuß|kosten|tod|tot|verlor|verlier|schwund|fehl"),
    "north": (r"nord|nörd", r"ober|hoch|arkt", r"süd", r"unter|latein|antarkt|mittag"),
    "east": (r"ost(?!er)|öst(?!err)|nahost|nahen osten|mittleren osten", r"orient|morgen|sachs|pommern", r"west|wild", r"abend|okzid|europ|usa|atlant"),
    "inside": (r"in\b|innen|inner|innerhalb|intern|inland|inländ|im\b|drinnen|heimisch", r"ins\b|ein|daheim|hier|national|eigen|dom|lokal|darin|hinein|zu hause|mitten|binnen|unter|zwischen|landes", r"außer|außen|draußen|extern|ausland|ausländ|auswärt|fremd", r"aus|neben|fern|vor\b|jenseits|international|andere|bei\b|rand|um\b|weg|über|welt|frei"),
    "enter": (r"ankam|ankomm|angekomm|ankunft|ankünf|kam\w* \w* ?an|eintr(?:at|et|itt)|einge|traf\w* \w* ?ein|eintraf|eintreff|beitr(?:at|et|itt)|einreis|erreich|betr(?:at|et)|kam\b|kamen", r"komm|ein|an|trat|tret|beige|zugang|land|kam|zu|zusammen|mit|besuch|stieß|schloss|folg|kandid|nahm|gelang", r"verlass|verließ|abreis|abfahr|abflug|fuhr\w* \w* ?ab|ausge|austr(?:at|et|itt)|ging\w*|abzug|abgereist", r"link|lass|ließ|weg|fort|ab|aus|übrig|hinter|rest|urlaub|geh|ging|verbl|bleib|flog|zurück|beend|ohne|überl"),
    "open": (r"öffn|geöffn|eröffn|offen|aufgemacht|aufmach", r"auf|frei|beginn|begann|start|gründ|weit|einweih|ehrlich|zugäng", r"schließ|schloss|geschloss|zugemacht|sperr|gesperr", r"zu\b|nah|ab|eng|ende|dicht|neben|knapp|ausge|beend|stillgeleg|dicht"),
    "positive": (r"positiv", r"gut|nachgewies|optim|ja|vorteil|bejah|infiziert|angesteckt|zuversicht", r"negativ", r"schlecht|nachteil|nein|verneint|schäd|pessim|ungünst"),
    "safe": (r"sicher", r"gefahrlos|gesund|unverletzt|wohlbehalten|geschütz|harmlos|heil|unversehrt|tresor|risikofrei|ungefähr", r"gefähr|gefahr|unsicher|riskant", r"risik|bedroh|brenz|heikel|schäd|tödl|gewagt"),
    "easy": (r"leicht|einfach|mühelos|problemlos", r"bequem|gut|schnell|schlicht|ohne weiteres|unkompliz|erleicht|locker|rasch|ruhe", r"schwer|schwier|mühsam|hart", r"kompliz|kaum|problem|anspruch|anstreng|heraus|not|heikel|knifflig|fleiß|streng|aufwend|fest|erschwer"),
    "male": (r"mann|männ|junge\b|jungen|vater|väter|sohn|söhn|bruder|brüd|ehemann|onkel|neffe|herr|bub|knabe|opa|großvater", r"er\b|kerl|typ|mensch|person|leute|\w+er\b|king|könig|prinz|gatt", r"frau|weib|mädchen|mutter|mütter|tochter|töcht|schwest|ehefrau|tante|nichte|dame|oma", r"\w+in(?:nen)?\b|sie\b|königin|prinzess|gatt|braut|mädel"),
    "hot": (r"heiß|hitze|warm|wärm|nass|feucht", r"erhitz|sommer|brenn|scharf|glüh|regen|beliebt|glut", r"kalt|kälte|kühl|trocken", r"eis|frost|frier|winter|lässig|erkält|schnee|dürr"),
    "legal": (r"legal|rechtmäß|gesetzlich", r"recht|gesetz|jur|befugt|zulässig", r"illegal|rechtswidr|gesetzwidr|unrechtmäß|widerrechtlich", r"verbot|schwarz|unerlaub|straf"),
    "alive": (r"lebend|überleb|gebor|geburt|am leben", r"leb|nativ|zur welt|stamm|entstand|kind", r"tot\b|tote|tod|gestorb|starb|sterb|verstarb|verstorb|ums leben|getötet", r"opfer|erlag|fiel|gefall|leich|mord|verunglück|tödlich|umgekomm"),
    "include": (r"einschließlich|inklusive|einschl|umfass|beinhalt|darunter", r"enthalt|enthält|ein|mit|gehör|zähl|wie\b|auch|unter|dazu|beispiel|etwa|sowie|und", r"ausschließ|ausschloss|ausgeschloss|ohne|exklusive|ausgenommen|außer", r"nicht|kein|verbann|ab"),
}  # fmt: skip
POLES = patterns(_TABLE, r"\b(?:{})")
