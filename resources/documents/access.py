"""Who opens a paper: those who see its region or ordered it, and of these whom its kind lets."""

from django.db.models import Q, QuerySet
from django.http import Http404

from emergency_ops.lib.roles import Role, roles_of
from resources.network.access import sees_region, within
from resources.staff.models import Person

from .models import Paper
from .registry import registered, type_of


def papers_for(person: Person) -> QuerySet[Paper]:
    """Papers (without their bytes) that may be a person's to open, by region; the kind's own rule is for `may_open`."""
    papers = Paper.objects.defer("pdf").filter(kind__in=[one.kind for one in registered()])
    seen = within(papers, person, "region__code").values("pk")
    return papers.filter(Q(region=None) | Q(created_by=person) | Q(pk__in=seen))


def may_open(person: Person, paper: Paper) -> bool:
    in_sight = paper.region_id is None or paper.created_by_id == person.pk or sees_region(person, paper.region_id)
    return in_sight and type_of(paper.kind).may_open(person, paper)


def may_retry(person: Person) -> bool:
    """Whoever may open a paper may have it made again, unless they only read."""
    return not roles_of(person) <= {Role.AUDITOR}


def paper_or_404(person: Person, pk: int) -> Paper:
    """The paper without its bytes. What a person may not open does not exist for them."""
    paper = papers_for(person).filter(pk=pk).first()
    if paper is None or not may_open(person, paper):
        raise Http404(pk)
    return paper
