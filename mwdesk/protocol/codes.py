"""What a refusal of the gateway asks of us (component manual, table 1, and the later codes)."""

from __future__ import annotations

from enum import Enum, IntEnum


class Code(IntEnum):
    """Every number known after ``ER,``; 20, 34, 39, 49, 50 and 55 are in no source."""

    LOGIN_FAILED = 1  # 用户登陆不成功
    BAD_FORMAT = 2  # 提交格式不正确
    NO_BALANCE = 3  # 用户余额不足
    BAD_NUMBER = 4  # 手机号码不正确
    WRONG_BILLING_ACCOUNT = 5  # 计费用户帐号错误
    WRONG_BILLING_PASSWORD = 6  # 计费用户密码错
    SUSPENDED = 7  # 账号已经被停用
    FUNCTION_NOT_IN_ACCOUNT_TYPE = 8  # 账号类型不支持该功能
    OTHER = 9  # 其它错误
    WRONG_ENTERPRISE = 10  # 企业代码不正确
    TEXT_TOO_LONG = 11  # 信息内容超长
    NO_UNICOM = 12  # 不能发送联通号码
    OPERATOR_NOT_ENTITLED = 13  # 操作员权限不够
    WRONG_RATE = 14  # 费率代码不正确
    BUSY = 15  # 服务器繁忙
    ENTERPRISE_NOT_ENTITLED = 16  # 企业权限不够
    NOT_AT_THIS_HOUR = 17  # 此时间段不允许发送
    WRONG_DEALER_LOGIN = 18  # 经销商用户名或密码错
    BAD_NUMBER_LIST = 19  # 手机列表或规则错误
    MAY_NOT_OPEN_ACCOUNTS = 21  # 没有开停户权限
    MAY_NOT_CHANGE_TYPE = 22  # 没有转换用户类型的权限
    MAY_NOT_CHANGE_DEALER = 23  # 没有修改用户所属经销商的权限
    WRONG_DEALER_PASSWORD = 24  # 经销商用户名或密码错
    WRONG_OPERATOR_LOGIN = 25  # 操作员登陆名或密码错误
    NO_USER_TO_TOP_UP = 26  # 操作员所充值的用户不存在
    MAY_NOT_TOP_UP_BUSINESS = 27  # 操作员没有充值商务版的权限
    TRIAL_CANNOT_BE_TOPPED_UP = 28  # 该用户没有转正不能充值
    NO_RIGHT_TO_ROUTE = 29  # 此用户没有权限从此通道发送信息
    NO_MOBILE = 30  # 不能发送移动号码
    ILLEGAL_NUMBER = 31  # 手机号码(段)非法
    USER_HAS_WRONG_RATE = 32  # 用户使用的费率代码错误
    FORBIDDEN_KEYWORD = 33  # 非法关键词
    NOT_TO_SEVERAL = 35  # 不能发送多个手机
    NOT_TO_ONE = 36  # 不能发送单个手机
    TOO_MANY_EQUAL = 37  # 单发相同的信息超过流量暂停
    DEALER_NOT_ENTITLED = 38  # 经销商权限不够
    REGISTERED_ALREADY = 40  # 重复注册
    MESSAGES_POLLED_TOO_FAST = 41  # 读取上行MO信息太快
    REPORTS_POLLED_TOO_FAST = 42  # 读取状态报告太快
    TOO_MANY_LOGINS = 43  # 超过单个帐号的最大登陆数
    NO_SUB_PORTS = 44  # 该帐号没有扩展子端口权限
    PACKET_NUMBER_TOO_LOW = 45  # 信息包编号小于旧编号错误
    PACKET_NUMBER_TOO_HIGH = 46  # 信息包编号大于旧编号错误
    PASSWORD_NOT_CHANGED = 47  # 修改密码错误
    WRONG_CARD = 48  # 卡号或密码错误
    ONLY_MOBILE = 51
    ONLY_UNICOM = 52
    ONLY_PHS = 53
    BAD_TIMER = 54
    TOO_MANY_CONNECTIONS = 56
    ADDRESS_NOT_ALLOWED = 57
    UNNAMED = 99  # 其它错误


class Policy(Enum):
    """How to go on after ``ER,<code>``."""

    ASK_PASSWORD = "ask_password"  # noqa: S105
    """The account or password is not taken: only the operator can help."""
    STOP = "stop"
    """The account or this address is shut out: trying again cannot help."""
    LONG_WAIT = "long_wait"
    """Too many logins or connections: wait minutes, not seconds."""
    SLOW_DOWN = "slow_down"
    """Polled too fast: lengthen the interval."""
    NO_CREDIT = "no_credit"
    """Nothing can be sent until the account is topped up."""
    RETRY_LATER = "retry_later"
    """Busy or paused now; later the same request may pass, but not for ever."""
    BAD_NUMBER = "bad_number"
    """This account cannot reach that number, or it is none."""
    KEYWORD = "keyword"
    """The text holds a forbidden word: it must be worded differently."""
    TOO_LONG = "too_long"
    """The text must be shortened."""
    REFUSED = "refused"
    """This request is not taken; the same again will not be either."""


class Retry(Enum):
    """When the same request can pass."""

    NEVER = "never"
    BY_ITSELF = "by_itself"
    """After a pause of seconds: the gateway is busy or was asked too fast."""
    AFTER_MINUTES = "after_minutes"
    """Once other logins or connections of the account have ended."""
    AT_ANOTHER_HOUR = "at_another_hour"
    AFTER_A_CHANGE = "after_a_change"
    """Once a person has changed the password, the balance or the account's rights."""


_POLICIES: dict[int, Policy] = {
    **dict.fromkeys(
        (Code.LOGIN_FAILED, Code.WRONG_BILLING_ACCOUNT, Code.WRONG_BILLING_PASSWORD, Code.WRONG_OPERATOR_LOGIN),
        Policy.ASK_PASSWORD,
    ),
    **dict.fromkeys((Code.SUSPENDED, Code.ADDRESS_NOT_ALLOWED), Policy.STOP),
    **dict.fromkeys((Code.TOO_MANY_LOGINS, Code.TOO_MANY_CONNECTIONS), Policy.LONG_WAIT),
    **dict.fromkeys((Code.MESSAGES_POLLED_TOO_FAST, Code.REPORTS_POLLED_TOO_FAST), Policy.SLOW_DOWN),
    **dict.fromkeys((Code.BUSY, Code.TOO_MANY_EQUAL), Policy.RETRY_LATER),
    **dict.fromkeys(
        (
            Code.BAD_NUMBER,
            Code.NO_UNICOM,
            Code.BAD_NUMBER_LIST,
            Code.NO_MOBILE,
            Code.ILLEGAL_NUMBER,
            Code.ONLY_MOBILE,
            Code.ONLY_UNICOM,
            Code.ONLY_PHS,
        ),
        Policy.BAD_NUMBER,
    ),
    Code.NO_BALANCE: Policy.NO_CREDIT,
    Code.FORBIDDEN_KEYWORD: Policy.KEYWORD,
    Code.TEXT_TOO_LONG: Policy.TOO_LONG,
}
_RETRY_BY_POLICY = {
    Policy.ASK_PASSWORD: Retry.AFTER_A_CHANGE,
    Policy.STOP: Retry.AFTER_A_CHANGE,
    Policy.NO_CREDIT: Retry.AFTER_A_CHANGE,
    Policy.LONG_WAIT: Retry.AFTER_MINUTES,
    Policy.SLOW_DOWN: Retry.BY_ITSELF,
    Policy.RETRY_LATER: Retry.BY_ITSELF,
}


def policy(code: int) -> Policy:
    """Return what to do after ``ER,<code>``."""
    return _POLICIES.get(code, Policy.REFUSED)


def retry(code: int) -> Retry:
    """Return when the request refused with ``ER,<code>`` can pass unchanged."""
    return Retry.AT_ANOTHER_HOUR if code == Code.NOT_AT_THIS_HOUR else _RETRY_BY_POLICY.get(policy(code), Retry.NEVER)


def retry_helps(code: int) -> bool:
    """Tell whether the same request may pass later with nobody doing anything about it."""
    return retry(code) in (Retry.BY_ITSELF, Retry.AFTER_MINUTES, Retry.AT_ANOTHER_HOUR)
