"""Negation in Turkish: words, and the verb's ending."""

from __future__ import annotations

from sourcetrace.translate.polarity.model import negators

__all__ = ["NEGATORS"]

NEGATORS = negators(
    denying=(
        r"\b(?:değil\w{0,6}|yok\w{0,5}|hayır|hiç\w{0,5}|asla|olmaksızın)\b|\b\w{2,20}(?:m[ıiuü]yor|m[ae]z(?:dı|di|lar|ler|sa|se|lığ|liğ|ken)?|m[ae]d[ıi](?:lar|ler|ğ|k)?|m[ae]m[ıi]ş|m[ae]y(?:acak|ecek|acağ|eceğ|an|en|ıp|ip)|m[ae]ksızın|m[ae]ksizin|m[ae]meli|m[ae]malı|m[ae]m[ae]\w{0,6})"
        r"|\b\w{2,20}(?:sız|siz|suz|süz)(?:dır|dir|dur|dür)?\b"
    ),
    harmless=r"\b(?:yoksa|kaçınılmaz\w*|vazgeçilmez\w*|sadece \w+ değil|yalnızca \w+ değil|temmuz\w*|sekiz\w*|dokuz\w*|domuz\w*|denizsiz|kuşkusuz|şüphesiz|henüz|tamam\w*|hükmed\w*|emred\w*|umud\w*|öksüz|olmazsa olmaz\w*|olur olmaz|r olmaz|inanılmaz\w*|temiz\w*|biz|siz)\b",
    implied=(
        r"\b(?:eksik\w*|yoksun\w*|başarısız\w*|reddet\w*|reddi\w*|inkar\w*|inkâr\w*|yalanla\w*|engelle\w*|önle\w*|yasak\w*|kaçın\w*"
        r"|gayri\w*|yasa ?dışı\w*|bo[şz]\w*)\b"
    ),
    concord=True,
    faint=r"\b(?:\w+m[ae]d[ae]n|\w+s[ıiuü]z\w*|\w+m[ae]\w{0,3}|nadir\w*|az\w*|yerine|dışında|hariç|karşı\w*|durdur\w*|iptal\w*|vazgeç\w*|terk\w*|fazla|sadece|yalnız\w*|ancak|kayb\w*|kayıp\w*|şüphe\w*|kuşku\w*|sıfır\w*|önce|zor\w*|güç|uzak\w*|daha|karşın|rağmen)\b",
)
