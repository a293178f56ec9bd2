"""What a person on the screen sees of an opinion: the word for its state, and its contact, masked."""

from dataclasses import dataclass

from station_app.domain.enums import ContactKind, Kind, Outcome, Status
from station_app.domain.masking import mask_name, mask_phone
from station_app.domain.places import estate_of
from station_app.domain.records import Contact
from station_app.domain.status import Facets, answers_given

SENT_LABEL = "已上报"
REFUSED_LABEL = "不予受理"
SECRET_LABEL = "信息保密"
HIDDEN = "****"


def label_of(status: Status, sent: str, refused: bool) -> str:
    """The word to show: the status, or 已上报 on 已登记 once a package was written, or 不予受理 on 办结."""
    if status is Status.RECORDED and sent:
        return SENT_LABEL
    return REFUSED_LABEL if status is Status.CLOSED and refused else status.value


def ended_refused(facets: Facets) -> bool:
    """Whether the guidance given instead of taking the matter on was the only answer."""
    intake = facets.intake
    return intake is not None and intake.outcome is Outcome.REFUSED and answers_given(facets) == 1


def is_secret(kind: Kind | None, contact: Contact | None) -> bool:
    """Whether the contact's name is kept back even where others are masked only: 保密, or any 举报."""
    return kind is Kind.REPORT or (contact is not None and contact.confidential)


def contact_label(contact: Contact | None, secret: bool = False) -> str:
    """The contact in one word: 刘**, 12 人联名, 匿名, an enterprise's name; 信息保密 when ``secret``."""
    if contact is not None and contact.kind is ContactKind.ERASED:
        return ContactKind.ERASED.value
    if contact is None or (contact.kind is ContactKind.ANONYMOUS and not contact.name):
        return ContactKind.ANONYMOUS.value
    if secret:
        return SECRET_LABEL
    if contact.kind is ContactKind.GROUP:
        return f"{contact.group_size} 人联名"
    return mask_name(contact.name, organisation=contact.kind is ContactKind.ENTERPRISE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownContact:
    """A contact as it may be read now.

    ``label`` is the short form of the list (刘**, 12 人联名, 匿名), ``person`` sex and age; ``revealed`` says whether
    name, phone and address stand in full; ``secret`` (保密 or 举报) that they appear on no paper.
    """

    uid: str | None
    label: str
    name: str
    phone: str
    address: str
    person: str
    identity: str
    group_size: int
    notice_at: str | None
    secret: bool
    revealed: bool


def shown(contact: Contact, uid: str | None = None, *, secret: bool = False, revealed: bool = False) -> ShownContact:
    """A contact as it may be read: masked unless ``revealed``; when ``secret`` nothing of name and phone is left."""
    organisation = contact.kind is ContactKind.ENTERPRISE
    secret = secret and contact.kind is not ContactKind.ERASED
    if revealed:
        name, phone, address = contact.name, contact.phone, contact.address
    elif secret:
        name, phone, address = SECRET_LABEL, HIDDEN if contact.phone else "", HIDDEN if contact.address else ""
    else:
        name, phone = mask_name(contact.name, organisation=organisation), mask_phone(contact.phone)
        address = _mask_address(contact.address)
    return ShownContact(
        uid=uid,
        label=contact_label(contact, secret and not revealed),
        name=name or (contact.kind if contact.kind is ContactKind.ERASED else ContactKind.ANONYMOUS).value,
        phone=phone,
        address=address,
        person=" ".join(part.value for part in (contact.sex, contact.age_band) if part),
        identity=contact.identity.value if contact.identity else "",
        group_size=contact.group_size,
        notice_at=contact.notice_at,
        secret=secret,
        revealed=revealed,
    )


_TELL = "告诉反映人 → 办结"
_NEXT_STEPS = {
    Status.DRAFT: "保存 → 登记",
    Status.RECORDED: "上报中心，或站内办理 → 答复",
    Status.LOCAL: "答复",
    Status.TRIAGE: "中心研判 → 交办 → 答复",
    Status.IN_PROGRESS: "中心答复",
    Status.REDO: "重新办理 → 再答复",
}


def next_steps(status: Status, tellable: bool) -> str:
    """What comes next, step by step (答复 → 告诉反映人 → 办结); empty when nothing does."""
    if status in _NEXT_STEPS:
        return f"{_NEXT_STEPS[status]} → {_TELL if tellable else '办结'}"
    return {Status.AWAITING_FEEDBACK: _TELL, Status.CLOSED: "归档"}.get(status, "")


def _mask_address(address: str) -> str:
    """The estate stays, the door does not."""
    estate = estate_of(address)
    return address if address == estate else f"{estate} {HIDDEN}".strip()
