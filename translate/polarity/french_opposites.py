"""Pairs of opposites in French: what says each pole, and what may hint at it."""

from __future__ import annotations

from sourcetrace.translate.polarity.opposites import patterns

__all__ = ["POLES"]

# By pair: first pole said, hinted at; second pole said, hinted at. Beginnings of words.
_TABLE = {
    "rise": (r"augment|hauss|mont[éea]|montr?e\b|montent|croiss|croît|accr|grimp|progress|élev|élargi|étend|bond|envol|hausse|agrandi|plus (?:haut|élevé)", r"haut|plus|mont|gagn|gain|haus|grand|lev|relev|supér|dévelop|essor|sur|renforc|améli|extens|doubl|tripl|cult|élar|crû|grossi|gravi|fort|obten", r"baiss|diminu|chut|recul|rédui|réduct|décl|décroî|décroiss|rétréci|dégringol|plong|inférieur|plus bas", r"bas|tomb|moins|perd|pert|faibl|inférieu|affaibl|effondr|lâch|abaiss|coup|ralent|descen|allég|restrei|contract|automn|dessous|supprim|press|infé"),
    "improve": (r"amélior|meilleur|mieux", r"bon|bien|progrès|fort|optim|perfect|renforc|favor|hauss|préfér", r"empir|aggrav|détérior|dégrad|pire|pis\b", r"mauvais|mal|grav|faibl|plus"),
    "strength": (r"renforc|fort|puissan|intensif", r"consolid|grand|dur|accru|amélior|solid|vigour|violen|lourd", r"affaibl|faibl", r"fragil|léger|bas|moindre|sap|attén|rédui|défaut"),
    "more": (r"plus\b|davantage|supérieur|plus de", r"plus|encore|autre|nombreux|beaucoup|trop|très|mieux|mieu|si\b|tant|aussi|outre|supplém|haut|grand|majeur|dépass|souvent|tellement", r"moins\b|inférieur", r"peu|faibl|bas|rédui|moind|petit|mineur|presque|manque|quasi|seulement"),
    "limit": (r"au moins|minim|minorit|pas moins", r"moins|au minimum|quand même|petit|faible|dès", r"au plus|maxim|majorit|tout au plus|plupart", r"plus|jusqu|trop|haut|grand|très"),
    "above": (r"au-dessus|dépass|excéd|supérieur|plus de|plus d['’]", r"sur|plus|au-delà|par-dessus|haut|pendant|durant|au cours|terminé|à travers|contre|concern|depuis|en\b|dans", r"au-dessous|en dessous|inférieur|sous\b|moins de|moins d['’]", r"sous|bas|dessous|moins|selon|en\b|dans|conform|infér"),
    "large": (r"grand|gros|énorme|immense|majeur|vaste", r"plus|import|fort|large|haut|lourd|considér|principal|massif|massi", r"petit|minuscule", r"faibl|peu|court|léger|moindre|étroit|menu|bas|enfant|infime|mini"),
    "long": (r"long|durable", r"durée|duré|depuis|loin|grand|an(?:s|née)", r"court|bref|brève", r"petit|rapid|peu|bas|proch|manqu|moins|tôt|raccourc"),
    "fast": (r"rapide|vite|accélér|rapidement", r"prompt|bientôt|immédiat|soudain|vif|célér|aussitôt|tôt", r"lent|ralent", r"progressi|tard|petit à petit|peu à peu|retard"),
    "before": (r"avant|auparavant|précédemment|préalabl", r"avant|anté|tôt|jusqu|premier|déjà|devant|jadis|face|pré|ancien|à l['’]avance|veille", r"après|ensuite|suite|puis\b|ultérieur|par la suite|lendemain", r"suiv|depuis|dès|lorsqu|quand|une fois|selon|derrière|d['’]après|en\b|postér|fois|à la suite|succé"),
    "earlier": (r"plus tôt|auparavant|avant|précédemment", r"tôt|anté|déjà|premier|jadis|ancien|ce mois|hier|cette|début|précéd|dernier", r"plus tard|ultérieur|après|ensuite", r"tard|suiv|puis|dernier|récent|nouveau|fin"),
    "early": (r"début|tôt|précoce|premier|première|premiers", r"avant|jeune|matin|anticip|ancien|rapid|prémat|préco|commenc|origin|bientôt", r"tard|fin\b|tardi", r"dernier|feu\b|défunt|nuit|soir|retard|récent|fin|après|décéd|regrett|anc"),
    "first": (r"premi|initial|d['’]abord|1er|1re|1ère", r"début|avant|commenc|nouveau|origin|un\b|tout d|tête|préc|princip|jamais|une\b|abord", r"dernier|dernière|final|enfin|passé", r"fin|tard|préc|récen|dur|pendant|ultime|avant|depuis|rest|conclu|continu|reste|ult|hier|autre"),
    "begin": (r"commenc|début|démarr|lanc|entam|ouv(?:ert|r)", r"premier|initi|départ|mis|origin|naiss|fond|inaugur|partir|amorc|engag|entrepri|dès|instaur", r"fin\b|finir|fini|termin|achev|conclu|cess|clôtur|prend fin|pris fin", r"arrêt|dernier|final|ferm|mett|mis|bout|about|ache|extré|résult|issue|jusqu"),
    "older": (r"âgé|aîn|ancien|passé", r"vieux|vieil|avant|dernier|précéd|histoire|premier|grand|ex\b|ex-", r"jeune|cadet|futur|avenir", r"nouveau|nouvel|récent|petit|prochain|second|puîn"),
    "support": (r"souten|soutien|appui|appuy|approuv|favorable|partisan", r"aid|pour|défen|encour|secours|sout|renfort|support|favoris|assist|adhér|pro-|fan|porter|promouv", r"oppos|contest|désapprouv|adversaire", r"contre|anti|résist|oppon|rejet|lutt|protest|critiqu|combatt"),
    "accept": (r"accept|approuv|adopt|agré|approbation", r"ador|accueil|reçu|recev|admis|admet|autoris|valid|consent|adhés|pris|reconn|avalis|homolog|ratif|bienvenu", r"rejet|refus|déclin", r"contre|repouss|écart|non|veto|désapprouv|ne\b|dénég|nié"),
    "allow": (r"permet|permis|autoris|laiss", r"pouv|peut|peuv|droit|licen|grâce|possib|accord|perm|donn", r"interdi|prohib|banni", r"empêch|non|ne\b|défend|contre|bloqu|suspen|illég"),
    "agree": (r"d['’]accord|accord|accept|convenu|conven|entend|approuv", r"consent|oui|traité|pacte|même|concord|unanim|partag", r"désaccord|pas d['’]accord|divergen|conteste", r"ne\b|pas|oppos|différe|contre|litig"),
    "confirm": (r"confirm|admis|admet|reconn|avou", r"affirm|assur|vérif|certif|prouv|ratif|corrobor|déclar|valid|concéd|établi", r"ni(?:e|é|a|ait|ent|er|ant|ée)\b|démen|contest|réfut", r"refus|ne\b|non|rejet|priv"),
    "success": (r"succès|réussi|parven|parvien", r"succé|succè|gagn|victo|bien|accompl|prosp|remport|abou|bon", r"échec|échou|échoue|raté|infructueu", r"ne\b|pas|défail|faill|manqu|sans|perd|panne|vain|faut"),
    "win": (r"gagn|remport|victoire|vainqu|vainc", r"obten|décroch|reçu|prix|titre|champion|or\b|succès|battu|triomph|élu|conqu|emport", r"perd|perdu|perte|défaite|vaincu", r"battu|échec|échou|déf|manqu|disparu|subi|égar|inclin|éliminé|baiss"),
    "attack": (r"attaqu|agress|assaut|offensiv", r"frapp|attent|raid|coup|crise|bombard|assail|critiqu", r"défen|défense", r"protég|protect|garde"),
    "buy": (r"achet|achat|acqui|acheteur", r"rachet|procur|prend|pay|commande|obten", r"ven(?:d|t)|vente|vendu|vendeur", r"commerc|march|écoul|cess|céd|offr"),
    "import": (r"import", r"entr|étrang", r"export", r"vente|étrang|expéd|livr"),
    "profit": (r"profit|bénéfic|excédent|revenu|recette|gain", r"avantag|gagn|surplus|rent|rapport|salaire|impôt", r"perte|déficit|dépens", r"perd|manqu|trou|dett|coût|mort|pert"),
    "north": (r"nord|septentr", r"haut|arct|boréal", r"sud\b|sud-|méridion", r"midi|bas|austral|latin"),
    "east": (r"est\b(?= de| du|,|\.| et)|à l['’]est|l['’]est|orient|nord-est|sud-est|-est\b", r"est|levant|asi", r"ouest|occident", r"couch|europ|far|états"),
    "inside": (r"intérieur|à l['’]intérieur|intern|nation|domesti|dedans", r"dans|en\b|au sein|chez|parmi|local|dom|pays|entre|au\b|aux|à\b", r"extérieur|hors|dehors|extern|étranger", r"autour|devant|autre|loin|à l['’]étranger|plein air|internation|près|banlieue|outre|face|monde|entour"),
    "enter": (r"entr(?:er|é|ée|e|a|ent)\b|arriv|rejoin|adhér|intégr", r"entré|ven|attein|pénétr|gagn|débarqu|accé|inscri|uni|particip|rent|allié|atterr|parv", r"quitt|parti|départ|sort|laiss", r"gauche|reste|abandon|démission|congé|permission|retir|all|vid|retour|laisse|évacu|caus|légu"),
    "open": (r"ouv(?:r|ert)|inaugur|rouvr|rouvert", r"libre|commenc|lanc|début|public|clair|accessible|décou", r"ferm|clos|clôtur", r"proche|fin|près|étroit|arrêt|bouch|presque|term|suspen|rapproch|serr"),
    "positive": (r"positi", r"bon|favor|optim|oui|infect|contamin|bénéf", r"négati", r"mauvais|non|nui|défav|pessim"),
    "safe": (r"sûr|sécur|sûreté|sain|sauf", r"fiab|protég|tranquill|abri|indemn|innoc|prud", r"danger|dangereu|insécur|péril|risqu", r"menac|grave|nui|précair|nocif|mort"),
    "easy": (r"facil|simpl|aisé", r"commod|rapid|bien|sans peine|léger|tranquill|bon|modéré", r"difficil|difficult|dur|compliqu|ardu", r"mal|peine|pén|problèm|à peine|presque|compl|ardue|défi|embarr|effort|fort|sévère|travaill|lourd"),
    "male": (r"homme|masculin|mâle|garçon|père|mari\b|fils|frère|oncle|neveu|monsieur|grand-père", r"il\b|type|humain|personne|gens|gar|roi|prince|époux|individu|soldat|m\.|gars", r"femme|fémin|femelle|fille|mère|épouse|sœur|soeur|tante|nièce|dame|madame", r"elle|reine|princesse|jeune|mme"),
    "hot": (r"chaud|chaleur|humid|mouillé", r"ardent|brûl|canicul|été|tropic|épic|réchauff|torrid|pluie|plui", r"froid|frais|fraîch|sec\b|sèche", r"glac|gel|hiver|refroid|neige|sécher|arid|détend"),
    "legal": (r"légal|licite|juridiq", r"loi|droit|légit|jud", r"illégal|illicite|clandestin", r"interdit|contre|non|fraud"),
    "alive": (r"vivant|surviv|né\b|née|nés|naiss|naît|vie\b", r"viv|survécu|rescap|natal|nai|orig|vi", r"mort|décéd|décès|mourr|mour|meurt|tué", r"victim|cadav|péri|perdu|disparu|trépas|feu"),
    "include": (r"inclu|compri|compren|notamment|y compris", r"comme|tel|dont|compt|contien|avec|intègr|figur|entre autres|ainsi|et\b|regroup|parmi", r"exclu|excep|sauf|hors", r"sans|hormis|ne\b|écart|à part"),
}  # fmt: skip
POLES = patterns(_TABLE, r"\b(?:{})")
