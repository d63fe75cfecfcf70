"""The customers of a made-up photo studio: they write first, and write back when an answer reached them."""

from __future__ import annotations

import heapq
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from mwdesk.domain.message import DeliveryState, Direction
from mwdesk.domain.phone import PhoneNumber

ARRIVAL_S = (20.0, 60.0)
"""A new customer writes every so many seconds."""
REPLY_S = (4.0, 15.0)
"""A customer writes back so many seconds after a message arrived."""


@dataclass(frozen=True, slots=True)
class Story:
    """One customer: the first message, then one more for every answer."""

    phone: PhoneNumber
    opening: str
    follow_ups: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Writing:
    """An SMS a customer sends at a time; ``account`` None means the first one."""

    at: float
    order: int
    phone: PhoneNumber = field(compare=False)
    text: str = field(compare=False)
    account: str | None = field(compare=False, default=None)


class PastMessage(NamedTuple):
    """A message from before the demo began."""

    phone: PhoneNumber
    name: str
    direction: Direction
    text: str
    age_minutes: int
    state: DeliveryState | None
    reason_code: str


def _story(digits: str, opening: str, *follow_ups: str) -> Story:
    return Story(PhoneNumber(digits), opening, follow_ups)


STORIES: tuple[Story, ...] = (
    _story(
        "13800138001",
        "你好，我想预约这周六上午的亲子照，两大一小，还有位置吗？",
        "那就十点吧，需要提前多久到？",
        "孩子两岁半，可以带自己的小裙子吗？",
        "好的，周六见，谢谢！",
    ),
    _story(
        "13800138002",
        "请问上个月拍的毕业照可以取了吗？我姓何",
        "我明天中午过去，你们几点休息？",
        "同学托我一起取，需要她的取件单吗？",
        "明白了，谢谢",
    ),
    _story(
        "13800138003",
        "不好意思，周五下午的拍摄想改期，临时要出差",
        "下周三或者周四都行，看你们方便",
        "那周三下午三点，麻烦帮我留一下",
        "收到，给你们添麻烦了",
    ),
    _story(
        "13800138004",
        "相册寄到了，但是封面有一道划痕，可以换吗？",
        "照片我拍好了，发到哪里？",
        "旧的需要寄回去吗？运费谁出？",
        "行，那我等新的，谢谢处理",
    ),
    _story(
        "13800138005",
        "麻烦开一张发票，抬头是公司，金额680元",
        "电子发票就可以，税号我稍后发来",
        "收到邮件了，谢谢",
    ),
    _story(
        "13800138006",
        "你们门店具体地址在哪里？导航到的地方好像在修路",
        "是从东门进还是西门进？",
        "看到招牌了，马上上来",
    ),
    _story(
        "13800138007",
        "我的快递显示已签收，可是我没有拿到相框",
        "前台说没有见过，能查一下是谁签的吗？",
        "找到了，原来放在隔壁便利店",
        "辛苦了，打扰你们",
    ),
    _story(
        "13800138008",
        "想咨询全家福，老人行动不方便，可以上门拍吗？",
        "一共九个人，在城南，家里客厅挺大的",
        "费用大概多少？灯光你们带吗？",
        "我和家里人商量一下，晚上回复你",
        "商量好了，就定月底那个周日",
    ),
    _story(
        "13800138009",
        "证件照底色拍成白色了，单位要求蓝底，能改吗？",
        "一寸和两寸各要八张",
        "好的，我下班顺路来取",
    ),
    _story(
        "13800138010",
        "选片链接打不开，提示已经过期了",
        "新的链接可以打开了，最晚哪天选完？",
        "选好了，一共32张，编号写在备注里了",
    ),
    _story(
        "13800138011",
        "新生儿满月照要提前多久约？宝宝下周满月",
        "他一般上午睡觉，下午两点以后精神好",
        "道具都消毒过吗？他皮肤有点敏感",
        "那就放心了，约周二下午",
    ),
    _story(
        "13800138012",
        "你好，订单地址写错了，门牌应该是18号不是81号",
        "电话不变，还是这个号码",
        "太好了，差点寄丢，谢谢",
    ),
    _story(
        "13800138013",
        "外景那天如果下雨怎么办？可以退定金吗？",
        "改到下个周末可以的，我再问问摄影师",
        "好，就按你说的来",
    ),
    _story(
        "13800138014",
        "想加印两本小相册送给爷爷奶奶，怎么收费？",
        "要横版的，和上次同一组照片",
        "几天能做好？国庆前要用",
        "可以，我现在转定金",
    ),
    _story(
        "13800138015",
        "昨天拍照落了一条米色围巾，你们看到了吗？",
        "对，就是那条！我周末过去拿",
        "谢谢帮我收着",
    ),
    _story(
        "13800138016",
        "精修的照片脸修得太尖了，能自然一点吗？",
        "第3、7、12张，其他的都很满意",
        "这版好多了，可以印了",
        "请问大概什么时候寄出？",
    ),
)

_RETURNING: tuple[Story, ...] = (
    _story("13900000038", "", "公司前台可以代收，写我名字就好", "好的，那我等短信，谢谢"),
    _story("13900000021", "", "那就下午那一场，两个人", "需要自己带妆吗？", "明白，周日见"),
    _story("13900000014", "", "好，我带着取件单过去", "停车方便吗？"),
    _story("13900000012", "", "那我们准备两套衣服", "下雨的话提前一天通知我就行"),
    _story("13900000009", "", "卸完了，麻烦签收一下", "好嘞，回见"),
    _story("13900000004", "", "不客气，照片拍得很好"),
    _story("13900000001", "", "班主任和科任老师也一起拍，多四个人", "好，我通知同学们穿校服"),
    _story("13900000101", "", "收到了，包装很仔细"),
    _story("13900000102", "", "好的，准时到"),
    _story("13900000103", "", "那白天派送也可以，家里有人"),
)
_SMALL_TALK = ("好的，收到", "明白了，谢谢")
"""What a customer says whom no story knows."""


class Customers:
    """Decides who writes what and when; the same generator and the same deliveries give the same messages."""

    def __init__(self, rng: random.Random, stories: Sequence[Story] = STORIES, *, arrivals: bool = True) -> None:
        self._rng = rng
        self._stories = tuple(stories)
        self._arrivals = arrivals and bool(self._stories)
        self._turn: list[Story] = []
        self._arrived = 0
        self._order = count()
        self._writings: list[Writing] = []
        self._answering: set[PhoneNumber] = set()
        self._left: dict[PhoneNumber, list[str]] = {
            story.phone: list(story.follow_ups) for story in (*_RETURNING, *self._stories)
        }
        self._next_arrival: float | None = None

    def open(self, at: float) -> None:
        """Begin the day: the first new customer writes soon."""
        if self._arrivals:
            self._next_arrival = at + self._rng.uniform(2.0, 6.0)

    def next_due(self) -> float | None:
        """Return when somebody writes next."""
        dues = [self._writings[0].at] if self._writings else []
        if self._next_arrival is not None:
            dues.append(self._next_arrival)
        return min(dues, default=None)

    def take_due(self, at: float) -> list[Writing]:
        """Return what customers have written by ``at``."""
        written: list[Writing] = []
        while self._next_arrival is not None and self._next_arrival <= at:
            heapq.heappush(self._writings, self._arrival(self._next_arrival))
            self._next_arrival += self._rng.uniform(*ARRIVAL_S)
        while self._writings and self._writings[0].at <= at:
            writing = heapq.heappop(self._writings)
            self._answering.discard(writing.phone)
            written.append(writing)
        return written

    def on_delivered(self, account: str, phone: PhoneNumber, at: float) -> None:
        """Let the customer think of an answer, unless one is on its way or the story is told."""
        left = self._left.setdefault(phone, list(_SMALL_TALK))
        if phone in self._answering or not left:
            return
        self._answering.add(phone)
        heapq.heappush(
            self._writings, Writing(at + self._rng.uniform(*REPLY_S), next(self._order), phone, left.pop(0), account)
        )

    def _arrival(self, at: float) -> Writing:
        if not self._turn:
            self._turn = list(self._stories)
            self._rng.shuffle(self._turn)
        story = self._turn.pop()
        phone = story.phone
        # Once every story was told, the same things happen to other people.
        if self._arrived >= len(self._stories):
            phone = PhoneNumber(f"139000{2_0000 + self._arrived % 80_000:05d}")
            self._left[phone] = list(story.follow_ups)
        self._arrived += 1
        return Writing(at, next(self._order), phone, story.opening)


_IN, _OUT = Direction.IN, Direction.OUT
_DELIVERED, _SENT, _FAILED = DeliveryState.DELIVERED, DeliveryState.SENT, DeliveryState.FAILED
_DEFERRED, _UNKNOWN = DeliveryState.DEFERRED, DeliveryState.UNKNOWN
_Line = tuple[Direction, str, int, DeliveryState | None, str]

_HISTORY: tuple[tuple[str, str, tuple[_Line, ...]], ...] = (
    (
        "13900000038",
        "周先生",
        (
            (_IN, "相册寄出了吗？", 1518, None, ""),
            (_OUT, "周先生您好，您的相册今天已寄出，预计明天送达。", 1510, _DELIVERED, "DELIVRD"),
            (_IN, "快递说家里没人没送成，能改到公司吗？", 40, None, ""),
            (_IN, "公司在创业大厦A座，工作日都有人", 38, None, ""),
        ),
    ),
    ("13900000021", "", ((_IN, "你好，这个周日还能约外景吗？两个人", 21, None, ""),)),
    (
        "13900000014",
        "张女士",
        (
            (_IN, "我那套亲子照修好了吗？", 980, None, ""),
            (_OUT, "张女士您好，精修周四完成，先给您看小样，满意后再印。", 974, _DELIVERED, "DELIVRD"),
            (_OUT, "相册可以换成横版，差价到店再算。", 973, _DELIVERED, "DELIVRD"),
            (_OUT, "取件单已重新发送，请留意短信。", 82, _DEFERRED, "MK:0004"),
            (_OUT, "门店地址：人民路二楼晴川影像，电梯口右转。", 80, _FAILED, "EXPIRED"),
            (_OUT, "楼下停车报手机尾号，可免两小时。", 77, _UNKNOWN, ""),
            (_OUT, "到店请报姓名和手机尾号。", 76, _SENT, ""),
            (_IN, "地址收到了", 15, None, ""),
            (_IN, "那我周四下午来看小样", 14, None, ""),
        ),
    ),
    (
        "13900000012",
        "林小姐（婚纱外景）",
        (
            (_OUT, "林小姐您好，外景档期已为您保留到本周五。", 320, _DELIVERED, "DELIVRD"),
            (_IN, "如果当天下雨，是改期还是换内景？", 12, None, ""),
        ),
    ),
    (
        "13900000009",
        "李师傅·城西仓",
        (
            (_IN, "下午两点到，走哪个门？", 152, None, ""),
            (_OUT, "李师傅，两托盘相框请走三号门。", 145, _DELIVERED, "DELIVRD"),
            (_IN, "托盘到了，三号门锁着，麻烦开一下", 9, None, ""),
        ),
    ),
    (
        "13900000004",
        "",
        (
            (_OUT, "您的照片已到店，凭取件码到前台领取。", 64, _DELIVERED, "DELIVRD"),
            (_IN, "取件码收到，谢谢", 4, None, ""),
        ),
    ),
    (
        "13900000001",
        "陈老师",
        (
            (_IN, "想给毕业班拍合影，你们可以到学校来吗？", 2900, None, ""),
            (_OUT, "陈老师您好，可以到校拍摄，五十人以内半天完成。", 2890, _DELIVERED, "DELIVRD"),
            (_IN, "一共46人，这周五上午行不行？", 1, None, ""),
        ),
    ),
    (
        "13900000101",
        "王女士",
        (
            (_IN, "我这两天不在家，包裹能放前台吗？", 31, None, ""),
            (_OUT, "王女士您好，包裹已改为前台代收。", 26, _DELIVERED, "DELIVRD"),
        ),
    ),
    (
        "13900000102",
        "",
        (
            (_IN, "明天拍证件照几点比较空？", 48, None, ""),
            (_OUT, "您预约的证件照时间是明天下午两点。", 33, _SENT, ""),
        ),
    ),
    (
        "13900000103",
        "赵先生",
        (
            (_IN, "可以晚上八点以后送货吗？", 75, None, ""),
            (_OUT, "您的地址暂不支持夜间派送，已转为次日上午。", 58, _FAILED, "UNDELIV"),
        ),
    ),
    (
        "13900000104",
        "吴小姐",
        (
            (_IN, "请问发票开好了吗？", 190, None, ""),
            (_OUT, "吴小姐您好，电子发票已发到您的邮箱。", 171, _DEFERRED, "MK:0004"),
        ),
    ),
    (
        "13900000105",
        "孙先生",
        (
            (_IN, "全家福想加印一张大的挂墙上", 260, None, ""),
            (_OUT, "孙先生您好，大幅加印三天可取，到店再付款。", 244, _UNKNOWN, ""),
        ),
    ),
)


def demo_history() -> list[PastMessage]:
    """Return the messages a first screen shows, the oldest of each conversation first."""
    return [
        PastMessage(PhoneNumber(digits), name, direction, text, age, state, code)
        for digits, name, lines in _HISTORY
        for direction, text, age, state, code in lines
    ]
