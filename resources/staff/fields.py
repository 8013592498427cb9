"""Form fields that take people and sites as people write them."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.wording import listed
from resources.network.access import sites_for

from .access import people_for, people_within
from .models import Person

#: suggestions that a page carries; what is not among them can be typed all the same
MOST_SUGGESTIONS = 500
_SEPARATORS = re.compile(r"[\n\r,，、;；]+")
_WITH_USERNAME = re.compile(r"(?P<name>.*?)\s*[(（](?P<username>[\w.@+\-]+)[)）]")


def written(person: Person) -> str:
    """李敏（guanli-sh）: what a field shows of a person and takes back."""
    return f"{person.name}（{person.username}）"


class Suggesting(forms.TextInput):
    """A text input with suggestions: (value, what is said beside it)."""

    suggestions: Sequence[tuple[str, str]] = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        attributes = {**(attrs or {}), "list": f"{name}-suggestions", "autocomplete": "off"}
        control = super().render(name, value, attributes, renderer)
        options = format_html_join("", '<option value="{}" label="{}"></option>', self.suggestions)
        return format_html('{}<datalist id="{}-suggestions">{}</datalist>', control, name, options)


class PersonField(forms.CharField):
    """One person by name or account. Cleans to a Person or None; `offer` says who may be chosen."""

    widget = Suggesting

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.people: QuerySet[Person] = Person.objects.none()

    def offer(self, people: QuerySet[Person], notes: Any = None) -> None:
        """The people that may be chosen, with what is said of each: notes(person) -> str."""
        self.people = people
        shown = people.order_by("name", "pk")[:MOST_SUGGESTIONS]
        self.widget.suggestions = [(written(one), notes(one) if notes else one.department) for one in shown]

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Person) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        found, faults = find_people(self.people, [text])
        if faults:
            raise forms.ValidationError(faults[0], code="person")
        return found[0]


class PeopleField(forms.CharField):
    """Several people by names or accounts, one a line or with anything between them. Cleans to a list, each once."""

    widget = forms.Textarea(attrs={"rows": 5})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.people: QuerySet[Person] = Person.objects.none()

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(written(one) for one in value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        words = [word.strip() for word in _SEPARATORS.split(super().to_python(value) or "") if word.strip()]
        found, faults = find_people(self.people, words)
        if faults:
            raise forms.ValidationError([forms.ValidationError(fault, code="person") for fault in faults[:20]])
        return found


class SitesField(forms.CharField):
    """Sites by their numbers. Cleans to a list of sites that `person` sees."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.person: Person | None = None

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(site.code for site in value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        words = {word for word in re.split(r"[\s,，、;；]+", super().to_python(value) or "") if word}
        found = list(sites_for(self.person).filter(code__in=words).select_related("region").order_by("code"))
        unknown = words - {site.code for site in found}
        if unknown:
            raise forms.ValidationError(
                _("没有这些网点：%(words)s。") % {"words": listed(sorted(unknown))}, code="unknown"
            )
        return found


def find_people(people: QuerySet[Person], words: Iterable[str]) -> tuple[list[Person], list[str]]:
    """(people, what is wrong): each word is a name, an account, or 姓名（账号）. One query."""
    wanted = [(word, *_split(word)) for word in words]
    names = {name for _word, name, _username in wanted if name}
    usernames = {username for _word, _name, username in wanted if username}
    rows = list(people.filter(Q(name__in=names) | Q(username__in=usernames)))
    found: dict[int, Person] = {}
    faults = []
    for word, name, username in wanted:
        hits = [one for one in rows if one.username == username] or [
            one for one in rows if one.name == name and word == name
        ]
        if len(hits) == 1:
            found[hits[0].pk] = hits[0]
        elif hits:
            known = listed(written(one) for one in hits)
            faults.append(_("“%(word)s”有同名人员，请写明账号：%(known)s。") % {"word": word, "known": known})
        else:
            faults.append(_("没有“%(word)s”这个人，或不在您可选的范围内。") % {"word": word})
    return list(found.values()), faults


def username_in(text: str) -> str:
    """The account in 姓名（账号）; empty where none is named."""
    match = _WITH_USERNAME.fullmatch(text.strip())
    return match["username"] if match else ""


def _split(word: str) -> tuple[str, str]:
    """(name, username): a plain word may be either."""
    match = _WITH_USERNAME.fullmatch(word)
    return (match["name"], match["username"]) if match else (word, word)


def manageable(person: Person) -> QuerySet[Person]:
    """For whom somebody may record training and issue badges."""
    return people_within(person).filter(is_active=True)


def choosable(person: Person) -> QuerySet[Person]:
    """Whom somebody may put into a form: those they may look up whose accounts are in use."""
    return people_for(person).filter(is_active=True)
