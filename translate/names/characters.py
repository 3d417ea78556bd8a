"""The characters that Chinese writes foreign names with."""

from __future__ import annotations

__all__ = ["TRANSLITERATION"]

# Characters that Xinhua's transliteration tables use for foreign names.
TRANSLITERATION = frozenset(
    "阿埃艾爱安昂奥澳巴白拜班邦包保堡鲍贝本比彼宾波伯博勃布茨达戴丹道德登邓迪蒂丁顿东杜多厄恩尔法凡范菲费芬丰冯佛弗夫福富盖甘冈高戈哥格葛根贡古瓜圭哈"
    "海汉豪赫黑亨洪侯胡华怀惠霍基吉加迦贾简江杰捷金京久居喀卡凯坎康考柯科克肯孔库夸昆拉莱赖兰郎朗劳勒雷蕾里理李利莉列林龙隆卢鲁路伦罗洛吕略马玛迈麦曼"
    "芒毛梅门蒙米密明敏摩莫墨默姆穆拿娜纳乃奈南瑙内嫩尼妮涅宁纽农努诺欧帕派潘庞佩彭皮匹平婆珀普齐奇恰乔切钦琼丘曲让热仁日荣茹瑞若萨塞赛桑瑟森沙莎山尚绍"
    "舍申生圣施史士舒朔司丝斯思松苏索塔泰坦汤唐陶特腾提田廷亭通图土托陀瓦万旺威韦维魏温文翁沃乌武伍西希锡席夏香肖谢辛欣兴休许雪逊雅亚延扬尧耶叶伊宜以易因"
    "英尤于约云赞泽曾扎詹珍芝智朱佐祖卓孜兹"
)
