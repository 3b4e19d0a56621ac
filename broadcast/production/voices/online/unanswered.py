"""A service of the network that does not answer as it should -> the error that says so, for the caller to raise.

`who` is asked, in the middle of a sentence: `giọng Google`. One wording for all, whatever speaks with it.
"""

from broadcast.base.errors import BadSpeech, EngineOffline, Message, SpeechError, tell

TOO_MANY = 429
"""The code of an answer that asks for fewer requests."""


def offline(who: Message) -> EngineOffline:
    """Word the error where there is no way to the service; return it."""
    return EngineOffline(tell("không kết nối được {who}", who=who), tell("Kiểm tra mạng của máy rồi chạy lại."))


def untrusted(who: Message) -> SpeechError:
    """Word the error where its certificate is not to be trusted; return it."""
    return SpeechError(
        tell("chứng chỉ của {who} không tin được, nên không gửi gì", who=who),
        tell("Xem lại ngày giờ của máy; nếu mạng có máy chủ kiểm soát thì hỏi người quản trị mạng."),
    )


def broken_off(who: Message) -> SpeechError:
    """Word the error where the connection broke off, or the service fell silent; return it."""
    return SpeechError(tell("kết nối tới {who} bị ngắt giữa chừng", who=who))


def refused(who: Message, code: int) -> SpeechError:
    """Word the error for an answer of that HTTP code; return it."""
    if code == TOO_MANY:
        return SpeechError(
            tell("{who} tạm từ chối vì yêu cầu quá dày (429)", who=who), tell("Đợi một lúc rồi chạy lại.")
        )
    return SpeechError(tell("{who} từ chối yêu cầu (mã {code})", who=who, code=code))


def too_long(who: Message) -> BadSpeech:
    """Word the error for an answer that is longer than any could be; return it."""
    return BadSpeech(tell("trả lời của {who} dài bất thường", who=who))


def may_pass(code: int) -> bool:
    """Whether an answer of that HTTP code may be another at the next try: it is busy, or in trouble."""
    return code == TOO_MANY or code >= 500
