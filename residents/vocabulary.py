"""Words to classify open answers in English, Spanish and Chinese: lower case, without accents."""

import re

HOTLINES = (
    "hotline", "helpline", "linea directa", "linea de ayuda", "linea nacional", "linea contra la trata",
    "linea de emergencia contra la trata", "热线", "熱線", "求助电话", "求助電話", "热钱", "热綫",
)  # fmt: skip
# A hotline for another cause still counts as a route to help.
OTHER_CAUSES = (
    "suicide", "suicidio", "poison", "crisis", "violence", "violencia", "drug", "drogas", "自杀", "自殺", "家暴",
    "戒毒",
)  # fmt: skip
POLICE = (
    "police", "cops", "cop", "sheriff", "911", "9-1-1", "9 1 1", "999", "112", "fbi", "homeland security",
    "emergency number", "emergency services", "ambulance", "detective",
    "policia", "numero de emergencia", "emergencias", "fiscalia", "guardia civil", "patrulla",
    # Includes common misspellings.
    "警察", "公安", "派出所", "报警", "報警", "急救", "警局", "巡警", "警查", "井察", "公按", "抱警", "报景",
)  # fmt: skip
AUTHORITIES = (
    "social worker", "social services", "child protection", "shelter", "crisis line", "victim services", "embassy",
    "consulate", "trabajadora social", "trabajador social", "servicios sociales", "albergue", "refugio", "consulado",
    "embajada", "社工", "庇护所", "庇護所", "领事馆", "領事館", "大使馆", "大使館",
)  # fmt: skip
# Real words that are one letter away from a name above.
OTHER_WORDS = frozenset(
    {"policy", "polite", "politic", "refuse", "politica", "polices", "shelled", "sheltie"}
)
# The speaker does not know; names in the same clause do not count as an answer.
NO_IDEA = (
    "i don't know", "i dont know", "i do not know", "don't know", "dont know", "do not know", "doesn't know",
    "i have no idea", "no idea", "no clue", "not a clue", "not sure", "unsure", "idk", "dunno", "can't remember",
    "cant remember", "cannot remember", "don't remember", "dont remember", "do not remember", "forgot", "forgotten",
    "never heard", "nobody", "no one", "none", "nothing", "i don't have", "i dont have",
    "no lo se", "no se", "no estoy seguro", "no estoy segura", "ni idea", "no tengo idea", "ni la menor idea",
    "no recuerdo", "no me acuerdo", "no conozco", "desconozco", "olvide", "no sabria", "nadie", "ninguno", "ninguna",
    "nada", "nunca he oido", "nunca oi",
    "不知道", "不清楚", "不晓得", "不曉得", "不记得", "不記得", "忘了", "忘记了", "没听说过", "沒聽說過", "没有听说过",
    "不了解", "不太清楚", "不确定", "不確定", "没有", "沒有", "没人", "沒人",
)  # fmt: skip
NEGATIONS = (
    "not", "never", "dont", "doesnt", "didnt", "wont", "wouldnt", "cant", "cannot", "couldnt", "shouldnt", "isnt",
    "arent", "wasnt", "havent", "hasnt", "without", "avoid", "neither", "nor", "hardly",
    "nunca", "jamas", "no", "ni", "tampoco", "sin", "evitaria", "evitar",
)  # fmt: skip
CHINESE_NEGATIONS = ("不", "别", "別", "没", "沒", "勿", "未")
# Phrases that contain a negation but deny nothing.
NO_NEGATIONS = (
    "no doubt", "without a doubt", "without doubt", "not hesitate", "wouldn't hesitate", "won't hesitate",
    "don't hesitate", "without hesitation", "why not", "not only", "no matter", "if not", "no problem",
    "no sooner", "can't think of anything better than", "sin duda", "sin dudarlo", "no dudaria", "no dudo",
    "no dudaria en", "sin pensarlo", "no solo", "como no", "por que no", "no importa", "毫不犹豫", "不犹豫", "毫不猶豫",
    "不仅", "不但", "不管怎", "不管什", "差不多", "要不", "不得不", "特别", "特別", "别人", "別人",
)  # fmt: skip
# After a negation these reverse the meaning, so a person has to read the answer.
EXCEPTIONS = (
    "except", "than", "apart from", "besides", "unless", "anyone but", "anybody but", "anything but", "instead of",
    "excepto", "salvo", "menos", "aparte de", "antes que", "en vez de", "en lugar de",
    "除了", "除非",
)  # fmt: skip
# Next to a name these may mean that the speaker would not turn there, or does not know it.
DISTRUST = (
    "afraid", "scared", "fear", "hate", "useless", "worthless", "corrupt", "dangerous", "deport", "deported", "wrong",
    "die before", "dead before", "muerta que", "muerto que",
    "distrust", "mistrust", "refuse", "away from", "hide from", "run from", "last place", "last people",
    "last person", "a lie", "liars", "wish", "escapes me", "how would", "how should",
    "miedo", "temo", "odio", "inutil", "inutiles", "corrupta", "corruptos", "peligroso", "deportan", "deportar",
    "desconfio", "huir", "huiria", "lejos", "esconderme", "ultimo lugar", "ultima persona", "mentira", "ojala",
    "怕", "恨", "腐败", "腐敗", "危险", "危險", "遣返", "躲", "逃", "坏人", "壞人", "谁会", "誰會", "难道", "難道",
)  # fmt: skip
# A question about a hotline names none.
QUESTIONS = (
    "is there", "are there", "what", "which", "hay una", "hay alguna", "cual", "吗", "嗎", "什么", "什麼", "哪",
)  # fmt: skip
# Who looks for a hotline does not know it.
SEARCHES = (
    "look up", "look for", "looking for", "find", "google", "search", "used to", "should know", "need",
    "buscar", "buscaria", "averiguar", "averiguaria", "investigar", "查", "搜", "打听",
)  # fmt: skip
# Words after a name that say nothing about it; others may deny or explain it, so that a person has to read the answer.
AFTER_NAMES = frozenset({
    "department", "dept", "station", "stations", "officer", "officers", "office", "offices", "line", "agent", "agents",
    "in", "at", "of", "near", "nearby", "around", "here", "there", "town", "city", "county", "area", "country",
    "district", "street", "please", "first", "immediately", "asap", "now", "right", "away", "quickly", "today",
    "obviously", "definitely", "certainly", "probably", "perhaps", "think", "guess", "suppose", "believe", "would",
    "i'd", "too", "also", "as", "well", "always", "course", "then", "next", "etc", "straight", "directly", "sure",
    "could", "anonymously",
    "municipal", "estatal", "federal", "local", "de", "del", "al", "en", "lo", "las", "a", "ciudad", "pueblo",
    "condado", "estado", "aqui", "alli", "ahi", "cerca", "primero", "inmediatamente", "ahora", "ya", "tambien", "claro",
    "creo", "pienso", "supongo", "quizas", "quiza", "tal", "vez", "mejor", "siempre", "telefono", "linea", "estacion",
    "departamento", "oficina", "oficial", "enseguida", "directamente", "mas", "cercana", "cercano", "migratoria",
    "contra", "personas", "victimas", "humana", "humanas", "humanos", "trata", "trafico", "nacional", "nacionales",
    "directa", "ayuda", "trabajo", "sociales", "supuesto", "luego", "e", "u", "mexico",
})  # fmt: skip
# What follows these explains why.
REASONS = frozenset({
    "because", "since", "so", "if", "when", "while", "for", "to", "with", "about", "from", "by", "on", "via",
    "instead", "rather", "porque", "pues", "si", "cuando", "para", "con", "sobre", "por",
})  # fmt: skip
CHINESE_AFTER_NAMES = (
    "热线", "熱線", "电话", "電話", "号码", "號碼", "警察", "警方", "报警", "報警", "求助", "帮忙", "幫忙", "帮助",
    "幫助", "报案", "報案", "举报", "舉報", "处理", "處理", "解决", "解決", "政府", "部门", "部門", "或者", "还是",
    "還是", "还有", "還有", "然后", "然後", "因为", "因為", "朋友", "家人", "一下", "我想", "应该", "應該", "可能",
    "吧", "啊", "呀", "呢", "了", "的", "局", "署", "所", "站", "队", "隊", "叔", "先", "再", "去", "找", "打", "给",
    "給", "和", "或", "、", "这", "那", "里",
)  # fmt: skip
# The words that may stand before a hotline; others may make it one for another cause.
HOTLINE_WORDS = frozenset({
    "the", "a", "an", "this", "that", "their", "your", "our", "is", "its", "it's", "called", "to", "or", "and", "use",
    "call", "calling", "phone", "ring", "dial", "contact", "try", "know", "me", "them", "human", "trafficking",
    "traffic", "slavery", "modern", "anti", "exploitation", "labor", "labour", "victim", "victims", "national",
    "local", "state", "us", "uk", "government", "free", "emergency", "help", "hour", "24", "24-7",
    "la", "una", "el", "con", "y", "o", "llamar", "llamaria", "es", "esa", "esta",
})  # fmt: skip
CHINESE_HOTLINE_WORDS = (
    "贩运", "販運", "人口", "贩卖", "拐卖", "拐賣", "反", "全国", "全國", "国家", "國家", "政府", "求助", "援助",
    "救助", "紧急", "緊急", "打", "拨", "撥", "找", "的", "是", "有", "个", "条", "用", "和", "知道", "这", "那",
)  # fmt: skip
# What a hotline may be for.
HOTLINE_CAUSES = re.compile(r"traf|slave|trata|exploit|this|that|exactly|it|victim|esto|eso|help|ayuda|24")
CONTRASTS = ("but", "instead", "rather", "pero", "sino", "mas bien", "但是", "但", "而是", "可是")
# People who are no route to help.
OTHER_PEOPLE = frozenset({
    "my", "a", "an", "the", "his", "her", "their", "our", "i", "me", "to", "would", "with", "talk", "ask", "tell",
    "call",
    "boss", "friend", "friends", "family", "aunt", "uncle", "mother", "mom", "mum", "father", "dad", "parents",
    "brother", "sister", "husband", "wife", "cousin", "neighbor", "neighbors", "neighbour", "grandmother", "grandma",
    "myself", "employer", "landlord", "stranger", "facebook", "google", "internet", "maybe", "or", "and", "some",
    "number",
    "mi", "mis", "un", "una", "el", "la", "los", "con", "amigo", "amiga", "amigos", "familia", "tia", "tio", "madre",
    "mama", "padre", "papa", "padres", "hermano", "hermana", "esposo", "esposa", "primo", "prima", "vecino", "vecina",
    "vecinos", "abuela", "jefe", "jefa", "patron", "numero", "y", "o", "hablar", "llamar", "llamaria", "yo", "mismo",
    "yes", "no", "si", "ok",
})  # fmt: skip
CHINESE_OTHERS = (
    "朋友", "家人", "老板", "老闆", "邻居", "鄰居", "妈妈", "爸爸", "父母", "亲戚", "親戚", "同事", "自己", "我", "的",
    "找",
    "问", "跟", "和", "会", "去", "一个", "号码",
)  # fmt: skip
