"""Pairs of opposites in Spanish: what says each pole, and what may hint at it."""

from __future__ import annotations

from sourcetrace.translate.polarity.opposites import patterns

__all__ = ["POLES"]

# By pair: first pole said, hinted at; second pole said, hinted at. Beginnings of words.
_TABLE = {
    "rise": (r"aument|sub(?:e|i|ió|ieron|ida|iendo|ir)|crec|increment|elev|alza|ascen|ampl[ií]|expan|increment|dispar|más alt|superior", r"alt|más|sub|gan|mayor|aument|arriba|sobre|mejor|levant|cultiv|dup|trip|agrand|engros|escal|desarrol|cri|recaud|alcanz|máxim|obt", r"disminu|reduc|redu[jz]|baj|ca(?:e|yó|ído|ída|er|en|yeron|ídas)|descen|declin|decrec|desplom|merm|encog|inferior", r"men|perd|pérd|infer|débil|recort|retro|poc|otoñ|contra|hund|mínim|tumb|debil|rebaj|depend"),
    "improve": (r"mejor|perfeccion", r"buen|bien|óptim|fort|progres|preferi|favor|adel", r"empeor|peor|deterior|agrav", r"mal|grav|débil|degrad"),
    "strength": (r"fort|fuert|refor|refuer|intensif|potenci", r"consolid|robust|gran|poder|sólid|dur|pesad|firm|mejor|resist", r"debilit|débil|flaque", r"frágil|baj|lev|soc|menor|atenu|reduc"),
    "more": (r"más\b|superior|mayor", r"más|otr|much|muy|demasi|tan|aún|además|adicional|alt|exced|tant|super|mej", r"menos\b|inferior|menor", r"poc|baj|reduc|pequeñ|casi|mín|apen|falt|no\b"),
    "limit": (r"al menos|por lo menos|mínim|minor[ií]|como mínimo", r"menos|siquiera|pequeñ|desde", r"como máximo|máxim|mayor[ií]a|a lo sumo", r"más|hasta|much|mayor|muy|alt|casi tod"),
    "above": (r"encima|super|exced|rebas|más de", r"sobre|más|arriba|alt|allá|durante|termin|través|por\b|contra|acerca|desde|en\b|mayor", r"debajo|bajo\b|inferior|menos de", r"baj|menos|según|en\b|dentro|conform|men|subter"),
    "large": (r"grand|gran\b|enorm|inmens|mayor|gigant", r"más|import|fuert|ampli|alt|considera|princip|masiv|vast", r"pequeñ|diminut|menor", r"poc|baj|breve|lev|cort|chic|niñ|ligero|escas|estrech|reduc"),
    "long": (r"larg|prolong|duradero", r"dura|desde|lejos|tiempo|extens|gran|año", r"cort|breve", r"pequeñ|rápid|poc|baj|pront|escas|falt"),
    "fast": (r"rápid|veloz|aceler|rapidez", r"pront|inmedia|súbit|deprisa|ágil|velo", r"lent|desaceler|despacio", r"gradual|poco a poco|tard|retras"),
    "before": (r"antes|anterior|previ|ante[sr]", r"ante|tempran|hasta|primer|ya\b|pasad|frente|víspera|pre|antig", r"después|luego|posterior|tras\b|más tarde", r"sigu|desde|cuando|una vez|según|detrás|al\b|a raíz|trás|pasad|poster|hace"),
    "earlier": (r"antes|anterior|más temprano|previ", r"tempran|ya\b|primer|est[ea]\b|ayer|pasad|princip|antig", r"después|más tarde|posterior|luego", r"tard|sigu|últim|recient|nuev|final|poster"),
    "early": (r"tempran|principi|primer|inici|comienz|precoz", r"ante|joven|mañana|antigu|prem|anticip|pront|madrug|remot|original", r"tarde|fines|finales|tardí", r"últim|difunt|noche|retras|recient|fin|avanz|despu|falleci|demor"),
    "first": (r"primer|inicial|1\.?[ºª°]|al principio", r"inici|principi|comienz|orig|ante|un[ao]?\b|nuev|debut|princip|jamás|nunca", r"últim|final|pasad|anterior", r"fin|tard|recient|dur|anter|desde|sigu|conclu|por fin|ayer|ante"),
    "begin": (r"comenz|comienz|empez|empiez|inici|arranc|princip|lanz", r"primer|abr|abiert|origin|fund|nac|puest|desde|partir|inaugur|empren", r"termin|finaliz|acab|conclu|fin\b|ces", r"final|últim|parar|cerr|dej|extrem|result|hasta|deten|clausur|cul"),
    "older": (r"mayor|antigu|pasad|viej", r"ante|años|históri|previ|últim|ex\b|ancian|edad|primer", r"joven|jóven|futur|menor", r"nuev|recient|niñ|próxim|porven|segund"),
    "support": (r"apoy|respald|favor|partidari|sosten", r"ayud|defen|sustent|aval|promov|fan|soport|pro\b|segui|auxil", r"opon|opus|oposi|opuest|rechaz", r"contra|anti|resist|crític|lucha|protest|enemig"),
    "accept": (r"acept|aprob|aprueb|adopt|admit", r"acog|recib|autoriz|conced|bienven|valid|reconoc|consent|ratific|tom|aval", r"rechaz|deneg|negó|neg[ao]|rehus", r"contra|no\b|declin|veto|descart|repud|desestim"),
    "allow": (r"permit|autoriz|dej(?:ar|ó|a|an|aron)|permis", r"pued|pod|pud|lic|posib|derecho|habilit|legal|facilit", r"prohib|vet(?:ó|ar|ado)", r"imped|no\b|bloque|suspen|restring|sanci"),
    "agree": (r"acord|acuerd|acepta|conven|coinci|pact", r"sí\b|conform|trat|aprob|mism|concord|unánim|consent|negoci", r"desacuerd|discrep|disien|disent", r"no\b|contra|opon|diferen|disput"),
    "confirm": (r"confirm|admit|reconoc|reconoci", r"afirm|asegur|verific|comprob|ratific|certific|corrobor|declar|confes|prob|constat", r"neg(?:ó|ar|aron|ado|aba)|desm(?:ent|int|ient)|niega", r"rechaz|no\b|rehus|deneg"),
    "success": (r"éxito|exitos|logr|triunf|consigui|conseg", r"suce|gan|victor|bien|alcanz|cumpl|pros|herede|result", r"fracas|fall(?:ó|o|ar|aron|id|a)\b|falla", r"no\b|error|perd|sin|defect|falt|incumpl|vano|frustr"),
    "win": (r"gan(?:ó|a|ar|aron|ado|ador|an|ando)|victori|venc|triunf", r"obt|consig|logr|premi|título|campe|oro|éxit|derrot|conquist|adjudic|elect|galard|llev", r"perd|pierd|pérdid|derrot", r"fracas|cay|sin|extravi|elimin|falt|baj|desap"),
    "attack": (r"atac|ataque|agre|asalt|ofensiv|embest", r"golpe|atent|bombard|incurs|crít|invas|infart", r"defen|defiend", r"prote|guard"),
    "buy": (r"compr|adquir|adqui", r"consig|pag|obt|encarg|adq", r"vend|venta|vent", r"comerc|mercad|oferta|coloc|ced"),
    "import": (r"import(?:ó|ac|ad|ar|an|aron|acion)", r"entr|extran|traíd|import", r"export", r"venta|extran|envi"),
    "profit": (r"ganancia|benefici|superávit|ingres|utilidad|lucr", r"prove|excedent|gan|rent|ventaj|sueld|impuest|recaud", r"pérdid|déficit|gast", r"perd|deud|cost|falt|muert|pierd"),
    "north": (r"nort|septentr", r"árt|alt|boreal", r"sur\b|sureñ|sud|meridion", r"baj|austral|latin"),
    "east": (r"\beste\b|orient|nores|noreste|sures|sureste|levant", r"est[ea]|asi|medio", r"oeste|occident|ponient", r"europ|lejan|noroes|suroes|nor"),
    "inside": (r"dentro|interior|interno|interna|nacional|doméstic", r"en\b|adentr|entre|local|país|casa|hogar|propi|intr", r"fuera|exterior|extern|extranjer", r"afuera|alreded|otr|ajen|lejos|internacional|aire libre|ante|frente|cerca|mund|aled|public"),
    "enter": (r"entr(?:ar|ó|aron|ada|an|a|ando)\b|lleg|ingres|uni[róe]", r"incorpor|ven|alcanz|penetr|acced|arrib|sum|particip|inscrib|afili|junt", r"sal(?:ir|ió|ida|ieron|e|en)\b|abandon|marcha|dej|part(?:ió|ida|ir|ieron)", r"izquierd|qued|rest|retir|permis|zarp|ausent|ido|fue|regres|despeg|caus|renunci|hered|sobra|falle"),
    "open": (r"abr(?:e|ió|ir|ieron|an)|abiert|apertur|inaugur|reabr|reabier", r"libr|comenz|lanz|inici|públic|clar|acces|aper", r"cerr|cierr|clausur|cierre", r"cerca|fin|próxim|estrech|suspen|casi|termin|junt|tap"),
    "positive": (r"positiv", r"buen|favor|optim|sí|infect|contag|bene", r"negativ", r"mal|no\b|desfav|perjud|pesim|noci"),
    "safe": (r"segur|sano|salvo|a salvo", r"fiab|proteg|tranquil|ilesa|ileso|inofens|cuid", r"peligr|insegur|riesg|arriesg", r"amenaz|grav|dañ|noci|mort|precar"),
    "easy": (r"fácil|facil|sencill|simple", r"cómod|rápid|bien|tranquil|liger|buen|alivi", r"difícil|dificult|dur[ao]|complicad", r"mal|esfuerz|problem|pen|apen|compl|ardu|desaf|casi|intens|sever|trabaj|fuert"),
    "male": (r"hombre|masculin|varón|varon|macho|niño\b|chico|padre|marido|hijo\b|hijos|hermano|tío|sobrino|señor\b|abuelo|esposo", r"él\b|tipo|human|persona|gente|rey|príncip|muchach|sujet|niñ|papá|joven|individu", r"mujer|femenin|femen|hembra|niña|chica|madre|esposa|hija|hermana|tía|sobrina|señora|abuela", r"ella|rein|princes|muchacha|mamá|dama"),
    "hot": (r"calient|calor|cálid|caluros|húmed|mojad", r"ardi|abras|veran|tropic|quem|picant|calid|lluv|templ", r"frí[oa]|fresc|sec[oa]\b|seco", r"hel|invier|enfri|niev|árid|congel|sequ"),
    "legal": (r"legal|lícit", r"ley|derech|jurídic|legít|jud", r"ilegal|ilícit|clandestin", r"prohib|contra|no\b|fraud"),
    "alive": (r"viv[oa]|sobreviv|nac(?:ió|id|er|imiento|ieron)|con vida", r"viv|natal|super|orig|natu", r"muert|muri|falle|defunci|mor(?:ir|tal)", r"víctim|cadáv|perd|perec|mat|asesin|difun"),
    "include": (r"inclu|compren|abarc|entre ell[oa]s", r"como|tal|con\b|cont|figura|además|y\b|así|cuent|tanto|entre", r"exclu|excep|salvo", r"sin|no\b|fuera|apart|menos"),
}  # fmt: skip
POLES = patterns(_TABLE, r"\b(?:{})")
