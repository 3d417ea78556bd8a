"""Pairs of opposites in Portuguese: what says each pole, and what may hint at it."""

from __future__ import annotations

from sourcetrace.translate.polarity.opposites import patterns

__all__ = ["POLES"]

# By pair: first pole said, hinted at; second pole said, hinted at. Beginnings of words.
_TABLE = {
    "rise": (r"aument|sub(?:iu|ir|ida|iram|indo|iu|e\b)|cresc|increment|elev|alta\b|ascen|ampli|expan|dispar|mais alt|superior", r"alt|mais|sub|ganh|maior|acima|sobre|melhor|levant|cultiv|dobr|tripl|engord|escal|desenvolv|cri|arrecad|alcanç|máxim|obt|ganho", r"diminu|redu[zç]|baix|ca(?:i|iu|íram|ir|indo|em)\b|queda|desc(?:eu|er|ida|eram)|declín|decresc|despenc|encolh|inferior", r"men|perd|perda|infer|fraca|fraco|cort|retro|pouc|outono|contra|afund|mínim|derrub|rebaix|depend|recu"),
    "improve": (r"melhor|aperfeiço", r"bom|boa|bem|ótim|fort|progr|prefer|favor|bons", r"pior|deterior|agrav", r"mal|mau|má\b|grav|débil|degrad|frac"),
    "strength": (r"fort|reforç|intensif", r"consolid|robust|grand|poder|sólid|dur|pesad|firm|melhor|resist|força", r"enfraquec|frac|fraqu|debilit", r"frágil|baix|lev|menor|atenu|redu"),
    "more": (r"mais\b|superior|maior", r"mais|outr|muit|tão|demais|ainda|além|adicion|alt|exced|tant|super|melh", r"menos\b|inferior|menor", r"pouc|baix|redu|pequen|quase|mín|apen|falt|não\b"),
    "limit": (r"pelo menos|ao menos|mínim|minoria|no mínimo", r"menos|sequer|pequen|desde|partir", r"no máximo|máxim|maioria|maior parte", r"mais|até|muit|maior|alt|quase tod"),
    "large": (r"grand|enorm|imens|maior|gigant", r"mais|import|fort|ampl|alt|consider|princip|massiv|maci|vast", r"pequen|minúscul|menor", r"pouc|baix|breve|lev|curt|criança|ligeir|escass|estreit|redu"),
    "long": (r"long|comprid|prolong|durad", r"dura|desde|longe|tempo|extens|grand|ano|muito", r"curt|breve", r"pequen|rápid|pouc|baix|log|escass|falt"),
    "fast": (r"rápid|veloz|aceler|rapidez", r"logo|imedia|súbit|depressa|ágil|velo", r"lent|desaceler|devagar", r"gradual|aos poucos|tard|atras"),
    "before": (r"antes|anterior|previ|ante[sr]", r"ante|ced|até|primeir|já\b|passad|frente|véspera|pré|antig|diante", r"depois|após|posterior|mais tarde|em seguida", r"segu|desde|quando|uma vez|segundo|atrás|ao\b|à\b|passad|poster|pós|logo"),
    "earlier": (r"antes|anterior|mais cedo|previ", r"ced|já\b|primeir|est[ea]\b|ontem|passad|princip|antig|iníc|inic", r"depois|mais tarde|posterior|após|em seguida", r"tard|segu|últim|recent|nov|final|poster|logo"),
    "early": (r"ced[oa]|início|primeir|precoc|princípio", r"ante|jovem|manhã|antig|prem|antecip|logo|madrug|remot|inic|começ", r"tarde|fins|final|tardi", r"últim|falecid|noite|atras|recent|fim|avanç|depo|pós|demor"),
    "first": (r"primeir|inicial|1\.?[ºª°]|no início|a princípio", r"inici|princ|começ|orig|ante|um\b|uma\b|nov|estre|princip|jamais|nunca", r"últim|final|passad|anterior", r"fim|tard|recent|dur|anter|desde|segu|conclu|enfim|ontem|ante"),
    "begin": (r"começ|inici|início|princ|lanç|arranc", r"primeir|abr|abert|orig|fund|nasc|post|desde|partir|inaugur|empreend", r"termin|finaliz|acab|conclu|encerr|fim\b", r"final|últim|par(?:ar|ou)|fech|deix|extrem|result|até|deten|cess|culm"),
    "support": (r"apoi|respald|favor|partidári|sustent", r"ajud|defen|promov|fã|suport|pró\b|segui|auxíl|aval|torce", r"opõ|opôs|opus|oposi|opost|rejeit|opon", r"contra|anti|resist|crític|luta|protest|inimig"),
    "accept": (r"aceit|aprov|adot|adopt|admit", r"acolh|receb|autoriz|conced|bem-vind|valid|reconhec|consent|ratific|tom|homolog", r"rejeit|neg(?:ou|ar|ad)|recus", r"contra|não\b|declin|vet|descart|repud|indefer"),
    "allow": (r"permit|autoriz|deix(?:ar|ou|a|am|aram)|permiss", r"pod|lic|possib|direito|habilit|legal|facilit|consegu", r"proib|proíb|veda|banid|bani", r"imped|não\b|bloque|suspen|restring|sanç"),
    "confirm": (r"confirm|admit|reconhec", r"afirm|assegur|verific|comprov|ratific|certific|corrobor|declar|confess|prov|constat", r"neg(?:ou|ar|aram|ado|ava)|desm(?:ent|int)", r"rejeit|não\b|recus|nega"),
    "success": (r"êxito|sucesso|bem-sucedid|conseg|triunf", r"suced|suces|ganh|vitór|bem|alcanç|cumpr|prósp|herd|result|lograr", r"fracass|falh(?:ou|ar|aram|a\b|as\b)|malsuced|insucesso", r"não\b|erro|perd|sem|defeit|falt|vão|frustr|fal"),
    "win": (r"ganh(?:ou|ar|aram|a|ando|ador)|vitór|venc|triunf", r"obt|conseg|conquist|prêm|prém|título|campe|ouro|êxit|derrot|eleit|galard|lev", r"perd|derrot", r"fracass|cai|sem|elimin|falt|baix|desap"),
    "attack": (r"atac|ataque|agre|assalt|ofens|invest", r"golp|atent|bombard|incurs|crít|invas|infart", r"defen|defesa", r"prote|guard"),
    "buy": (r"compr|adquir|aquis", r"conseg|pag|obt|encom", r"vend|venda", r"comérc|comerci|mercad|ofert|ced|coloc"),
    "import": (r"import(?:ou|aç|ad|ar|am|aram)", r"entr|estrang|trazid|import", r"export", r"venda|estrang|envi"),
    "profit": (r"lucr|benefíci|superávit|excedent|receita", r"prove|ganh|rend|vantag|salári|impost|arrecad", r"prejuíz|déficit|défice|despes|gasto", r"perd|dívid|cust|falt|mort"),
    "north": (r"nort|setentr", r"árt|alt|boreal|nord", r"sul\b|sulista|sudeste|sudoeste|meridion", r"baix|austral|latin|sul"),
    "east": (r"leste|orient|nordeste|sudeste|nascent", r"est[ea]|ási|asi|médio", r"oeste|ocident|poente|noroeste|sudoeste", r"europ|long|nor"),
    "inside": (r"dentro|interior|interno|interna|nacional|doméstic", r"n[oa]s?\b|em\b|entre|local|país|casa|lar|própri|intr|adentr", r"fora|exterior|extern|estrangeir", r"redor|outr|alhe|longe|internacional|ar livre|diante|frente|perto|mund|público|torno"),
    "enter": (r"entr(?:ar|ou|aram|ada|a|ando)\b|cheg|ingress|uniu|juntou", r"incorpor|v[ei]|alcanç|penetr|acess|acced|somou|particip|inscrev|afili|junt|at[ei]", r"sa(?:ir|iu|ída|íram|i)\b|abandon|deix|part(?:iu|ida|ir|iram)", r"esquerd|fic|rest|retir|permiss|zarp|ausent|ido|foi|regress|decol|caus|renunc|herd|sobr|falec"),
    "open": (r"abr(?:e|iu|ir|iram|em)|abert|abertura|inaugur|reabr|reabert", r"livr|começ|lanç|iníc|públic|clar|acess", r"fech|encerr", r"cerc|fim|próxim|perto|estreit|suspen|quase|termin|junt|tap|final"),
    "positive": (r"positiv", r"bom|boa|favor|otim|sim|infect|contag|bené", r"negativ", r"mau|má\b|mal|não\b|desfav|prejud|pessim|noci"),
    "safe": (r"segur|a salvo|são e salv", r"fiáv|confi|proteg|tranquil|ileso|ilesa|inofens|salv|cuid", r"perig|insegur|risco|arrisc", r"ameaç|grav|dan|noci|mort|precár"),
    "easy": (r"fácil|facil|simples", r"cômod|rápid|bem|tranquil|leve|bom|alív", r"difícil|dificul|difíceis|dur[ao]|complicad", r"mal|esforç|problem|pen|compl|árdu|desaf|quase|intens|sever|trabalh|fort"),
    "male": (r"homem|homens|masculin|varão|macho|menino|garoto|rapaz|pai\b|pais\b|marido|filho\b|filhos|irmão|irmãos|tio\b|sobrinho|senhor\b|avô", r"ele\b|tipo|human|pessoa|gente|rei|príncip|sujeit|jovem|indiv|criança", r"mulher|feminin|fêmea|menina|garota|moça|mãe|esposa|filha|irmã\b|irmãs|tia\b|sobrinha|senhora|avó", r"ela|rainh|princes|mamã|dama"),
    "hot": (r"quent|calor|úmid|húmid|molhad|cálid", r"arde|abras|verão|tropic|queim|picant|chuv|temper", r"fri[oa]|fresc|sec[oa]\b", r"gel|inver|esfri|neve|árid|congel|seca"),
    "legal": (r"legal|lícit", r"lei|direit|juríd|legít|jud", r"ilegal|ilícit|clandestin", r"proib|contra|não\b|fraud"),
    "alive": (r"viv[oa]|sobreviv|nasc(?:eu|id|er|iment|eram)|com vida", r"viv|natal|super|orig|nat", r"mort|morr|falec|óbit", r"vítim|cadáv|perd|perec|mat|assassin"),
    "include": (r"inclu|compree|abrang|entre el[ea]s", r"como|tal|com\b|cont|figur|além|e\b|assim|tanto|entre", r"exclu|exce[tç]|salvo", r"sem|não\b|fora|menos"),
}  # fmt: skip
POLES = patterns(_TABLE, r"\b(?:{})")
