"""Negation in Indonesian."""

from __future__ import annotations

from sourcetrace.translate.polarity.model import negators

__all__ = ["NEGATORS"]

NEGATORS = negators(
    denying=r"\b(?:tidak(?:lah|kah)?|tak|bukan(?:lah|kah|nya)?|belum|jangan(?:lah)?|tanpa|tiada|nggak|enggak|mustahil)\b|\b(?:tak|non|nir)-?(?=\w{4})",
    harmless=r"\b(?:tidak|bukan|tak) (?:hanya|cuma|saja|sekadar|sekedar|kurang dari|lebih dari|lain)\b|\b(?:tidak lama|tanpa ragu|atau tidak|atau belum|setidaknya|setidak-tidaknya|tak ayal|mau tidak mau)\b|\bnon(?:ton|a)\w*",
    implied=(
        r"\b(?:kekurangan|gagal\w*|kegagalan|menolak|ditolak|penolakan|menyangkal|membantah|mencegah|dicegah|melarang|dilarang|larangan|menghindar\w*|terhindar|ketiadaan|absen\w*|alih-alih|mengecualikan"
        r"|mengabaikan|diabaikan|ilegal|ketidak\w*|ketak\w*)\b"
    ),
    faint=r"\b(?:jarang|langka|sedikit|daripada|kecuali|selain|luar|menentang|melawan|lawan|terhadap|berhenti|menghentikan|dihentikan|membatalkan|dibatalkan|meninggalkan|terlalu|hanya|kehilangan|hilang|ragu\w*|nol|sebelum\w*|sulit\w*|sukar|jauh|bebas|masih|baru|sebaliknya|kosong|anti\w*|kurang\w*)\b",
)
