"""Pairs of opposites in Italian: what says each pole, and what may hint at it."""

from __future__ import annotations

from sourcetrace.translate.polarity.opposites import patterns

__all__ = ["POLES"]

# By pair: first pole said, hinted at; second pole said, hinted at. Beginnings of words.
_TABLE = {
    "rise": (r"aument|sal(?:ito|ita|ire|e\b|iti|ì|gono|ite)|cresc|increment|elev|rialz|ascen|ampl|espan|impenn|più alt|superior|sal[iì]", r"alt|più|guadagn|maggior|sopra|miglior|sollev|coltiv|raddopp|triplic|scal|svilup|raccol|raggiun|massim|otten|vinc|cre|alz", r"diminu|ridu[czr]|ridott|riduzion|cal(?:o\b|a\b|are|ato|ata|ati)|cad(?:uto|uta|e|ere|de)|scend|sces|declin|decresc|croll|restring|inferior|abbass", r"men|perd|infer|debol|tagl|retro|poc|autunn|contra|affond|minim|ribass|bass|dipend|pers"),
    "improve": (r"miglior|meglio|perfezion", r"buon|bene|ottim|fort|progr|prefer|favor", r"peggior|peggio|deterior|aggrav", r"mal|grav|debol|degrad|cattiv"),
    "strength": (r"fort|rafforz|intensif|potenz", r"consolid|robust|grand|poter|solid|dur|pesant|salda|miglior|resist|forz", r"indebol|debol", r"fragil|bass|legger|minor|atten|ridu|ridott"),
    "more": (r"più\b|superior|maggior|oltre", r"più|altr|molt|tropp|tant|ancora|inoltre|così|alt|ecced|supera|miglior", r"meno\b|inferior|minor", r"poc|bass|ridu|picc|quasi|min|appen|manc|non\b"),
    "limit": (r"almeno|minim|minoranz|quantomeno", r"meno|piccol|neppure|da\b|partire", r"al massimo|massim|maggioranz|maggior parte|al più", r"più|fino|molt|maggior|alt|quasi tutt"),
    "large": (r"grand|enorm|immens|maggior|gigant", r"più|import|fort|ampi|alt|consider|princip|massicc|vast|gross", r"piccol|minuscol|minor", r"poc|bass|brev|liev|cort|bambin|legger|scars|strett|ridott"),
    "long": (r"lung|prolung|durevol", r"dura|da\b|lontan|tempo|esten|grand|ann|molto", r"cort|breve|brevi", r"piccol|rapid|poc|bass|prest|scars|mancan"),
    "fast": (r"rapid|veloc|acceler|svelt", r"presto|immedia|improvvis|subito|velo", r"lent|rallent|piano", r"gradual|poco a poco|tard|ritard"),
    "before": (r"prima|anterior|precedent|previ|antecedent", r"ante|prest|fino|prim|già\b|passat|fronte|vigilia|pre|antic|davanti", r"dopo|successiv|poi\b|in seguito|più tardi|seguent", r"segu|da\b|quando|una volta|secondo|dietro|al\b|a seguito|passat|poster|post|appena"),
    "earlier": (r"prima|precedent|anterior|in anticipo", r"prest|già\b|prim|quest|ieri|scors|inizi|antic|pass", r"dopo|più tardi|successiv|in seguito", r"tard|segu|ultim|recent|nuov|fin|poi"),
    "early": (r"presto|inizi|prim[aeio]\b|precoc|anticip", r"ante|giovan|mattin|antic|prem|remot|originar|cominci|alba", r"tard|fine\b|fin[ei]\b", r"ultim|defunt|notte|ritard|recent|final|avanz|dopo|scompars|sera"),
    "first": (r"prim[aoei]\b|inizial|1\.?[ºª°]|all'inizio", r"inizi|princ|cominci|orig|un[oa]?\b|nuov|debut|mai|primari", r"ultim|final|scors|passat|precedent", r"fin|tard|recent|dur|anter|da\b|segu|conclu|ieri|dopo"),
    "begin": (r"cominci|inizi|avvi|lanci", r"prim|aper|origin|fond|nasc|nat|da\b|partire|inaugur|intrapr|princip", r"termin|finit|finì|finire|conclu|cess|fine\b", r"final|ultim|ferm|chiu|lasci|estrem|risult|fino|arrest|smess"),
    "support": (r"sosten|sostegn|appogg|favorevol|sostien", r"aiut|difen|promu|fan|support|pro\b|seguac|favor|approv|ader", r"oppon|oppos|opposiz|contrari|respin", r"contro|anti|resist|critic|lott|protest|nemic"),
    "accept": (r"accett|approv|adott|ammess|ammett", r"accol|ricev|autorizz|conced|benven|convalid|riconosc|consen|ratific|preso|accogl", r"respin|rifiut|rigett|boccia", r"contr|non\b|declin|veto|scart|neg"),
    "allow": (r"permett|permes|autorizz|consent|lasci", r"può|pot|lic|possib|diritt|abilit|legal|facil|conces", r"proib|viet|divieto|bandi", r"imped|non\b|blocc|sospen|restr|sanz"),
    "confirm": (r"conferm|ammess|ammett|riconosc|riconobb", r"afferm|assicur|verific|comprov|ratific|certific|dichiar|confess|prov|accert", r"neg(?:a|ò|ato|are|ano|ava)\b|smenti|smentì", r"respin|non\b|rifiut"),
    "success": (r"success|riusc|trionf", r"succed|vinc|vittor|bene|raggiun|compi|prosp|eredit|risult|otten", r"fallim|fallit|fallì|insuccess", r"non\b|error|pers|senza|difett|manc|invano|guast|fall"),
    "win": (r"vin(?:to|ta|cere|se|ce|cit|cono|sero)|vittor|trionf", r"otten|consegu|conquist|prem|titol|campion|oro|success|sconf|elett|aggiud|guadagn", r"pers[aoie]\b|perd|sconf", r"fallit|cad|senza|elimin|manc|bass|scompar"),
    "attack": (r"attacc|aggred|assalt|offens|aggress", r"colp|attent|bombard|incurs|critic|invas|infart", r"difen|difes", r"prote|guard"),
    "buy": (r"compr(?!es|en)|acquist|acquis", r"otten|pag|ordin|presa", r"vend(?!et)|vendit", r"commerc|mercat|offert|ced"),
    "import": (r"import(?:az|at|are|a\b|ano|atori)", r"entr|ester|import", r"esport", r"vendit|ester|invi"),
    "profit": (r"profitt|utile|utili\b|guadagn|ricav|entrate|reddit|surplus", r"avanz|rend|vantagg|stipend|imposte", r"perdit|deficit|disavanz|spes[ae]", r"perd|debit|cost|manc|mort"),
    "north": (r"nord|settentr", r"art|alt|boreal", r"sud|meridion", r"bass|austral|latin|mezzo"),
    "east": (r"\best\b|orient|nordest|nord-est|sudest|sud-est|levant", r"asi|medio", r"ovest|occident|ponent", r"europ|lontan"),
    "inside": (r"dentro|interior|intern[oaie]|nazional|domestic|all'interno", r"in\b|nel|tra\b|fra\b|local|paes|casa|propri|intr", r"fuori|esterior|estern|ester[oaie]|all'esterno", r"attorn|altr|lontan|internaz|aperto|davanti|fronte|vicin|mond|pubblic|intorno|presso"),
    "enter": (r"entr(?:are|ò|ato|ata|ano|ati)\b|arriv|ingress|unit[oaie]?\b|unì|unirsi", r"incorpor|ven|raggiun|penetr|acced|giun|partecip|iscriv|aderi|insieme", r"usc(?:ito|ire|ì|ita|iti)|abbandon|lasci|part(?:ito|ì|enza|ire|iti|ono)", r"sinist|rest|riman|ritir|permess|salp|assent|and|torn|decoll|caus|dimess|eredit"),
    "open": (r"apr(?:e|ì|ire|irono|ono)|apert|inaugur|riapr|riapert", r"liber|cominci|lanci|iniz|pubblic|chiar|access|avvi", r"chiu(?:d|s)", r"vicin|fine|prossim|strett|sospen|quasi|termin|accanto"),
    "positive": (r"positiv", r"buon|favor|ottim|sì|infett|contag|bene", r"negativ", r"cattiv|non\b|sfavor|danno|pessim|noc|mal"),
    "safe": (r"sicur|in salvo|sano e salvo|salv", r"affid|prote|tranquil|illes|innoc|cur", r"pericol|insicur|risch", r"minacc|grav|dann|noc|mort|precar"),
    "easy": (r"facil|semplic", r"comod|rapid|bene|tranquil|legger|buon", r"difficil|difficolt|dur[ao]|complicat", r"mal|sforz|problem|pen|compl|ardu|sfid|quasi|intens|sever|fort"),
    "male": (r"uomo|uomini|maschi|ragazzo|ragazzi|padre|padri|papà|marito|figlio|figli\b|fratell|zio\b|nipote|signor[ei]?\b|nonno", r"egli|tipo|uman|person|gente|re\b|princip|individ|giovan|bambin|lui", r"donn|femmin|ragazza|ragazze|madre|mogli|figlia|figlie|sorell|zia\b|signora|nonna", r"lei|ell|regin|principess|mamm|dama|nipote"),
    "hot": (r"cald|calor|umid|bagnat", r"ardent|rovent|estat|estiv|tropic|brucia|piccant|piogg|temper", r"fredd|fresc|secc|asciutt", r"gel|invern|raffred|neve|arid|siccit"),
    "legal": (r"legal|lecit", r"legg|diritt|giurid|legit|giud", r"illegal|illecit|clandestin|abusiv", r"proib|contr|non\b|frod|viet"),
    "alive": (r"viv[oaie]|sopravviss|sopravviv|nat[oaie]\b|nasc", r"vit|natal|super|orig", r"mort|decess|morir|morì|decedut", r"vittim|cadaver|pers|peri|ucc|assass"),
    "include": (r"inclu|compres|comprend|tra cui", r"come|quali|con\b|cont|figur|inoltre|e\b|oltre|sia", r"esclu|eccetto|tranne|salvo", r"senz|non\b|fuor|meno"),
}  # fmt: skip
POLES = patterns(_TABLE, r"\b(?:{})")
