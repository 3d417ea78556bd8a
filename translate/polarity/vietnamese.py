"""Negation in Vietnamese."""

from __future__ import annotations

from sourcetrace.translate.polarity.model import negators

__all__ = ["NEGATORS"]

NEGATORS = negators(
    denying=r"\b(?:không|chẳng|chưa|đừng|chớ|vô|phi|bất)\b",
    harmless=(
        r"\bkhông (?:chỉ|những|ít|gian|khí|quân|phận|lâu|kém|quá|dưới|thể không|lực|trung|ngừng|ai khác)\b|\b(?:hàng không|trên không|hư không|có hay không|hay không|hay chưa|vô cùng|vô số|vô địch|phi hành|phi công|phi cơ|phi thuyền|phi đội|phi trường|châu phi|nam phi|phi châu|bắc phi|đông phi|tây phi|chưa đầy|không nghi ngờ|chẳng hạn|vô tuyến|vô lăng|chi phí|phi vụ|động sản|bất chấp|bất cứ|bất kỳ|bất kể|bất động)\b"
    ),
    implied=(
        r"\b(?:thiếu|thất bại|từ chối|bác bỏ|phủ nhận|ngăn|ngăn chặn|cấm|tránh|hiếm|ít|vắng|thay vì|trừ|ngoại trừ|ngoài|loại trừ|chống|phản đối|ngừng|dừng|hủy|huỷ|bỏ|quá|chỉ|lờ|mất|thua|nghi ngờ|trước|khó|xa|trái phép|bất hợp pháp|tự do|vẫn|kém|rỗng|trống|miễn|bất\w*|vô\w*|phi\w*|không|khỏi)\b"
    ),
)
