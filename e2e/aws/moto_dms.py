"""DMS for moto_plus.py.

gaps      moto writes times as text, where the wire has numbers and AWS's SDK takes nothing else, and what is not set as
          null; the tagging API knows DMS by no service and by words of its own; a new task stays "creating".
refusals  pages of fewer than 20 or more than 100 rows.
"""
from datetime import datetime, timezone

from moto.dms.exceptions import DmsClientError
from moto.dms.models import DatabaseMigrationServiceBackend, FakeReplicationInstance, FakeReplicationTask
from moto.dms.responses import DatabaseMigrationServiceResponse
from moto.resourcegroupstaggingapi.models import ResourceGroupsTaggingAPIBackend
from moto_plus import refuse, wrap


def _on_the_wire(value):
    """Times as seconds since 1970 (AWS JSON 1.1), and nothing where there is nothing."""
    if isinstance(value, dict):
        return {k: _seconds(v) if k.endswith(("Date", "Time")) else _on_the_wire(v) for k, v in value.items() if v is not None}
    return [_on_the_wire(v) for v in value] if isinstance(value, list) else value


def _seconds(text):
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc).timestamp()


for shown in (FakeReplicationInstance, FakeReplicationTask):
    wrap(shown, "to_dict")(lambda original, self: _on_the_wire(original(self)))


@wrap(DatabaseMigrationServiceBackend, "create_replication_task")
def create_task(original, self, *a, **k):
    return original(self, *a, **k).ready()


def _paged(verb):
    @wrap(DatabaseMigrationServiceResponse, verb)
    def f(original, self):
        size = self._get_int_param("MaxRecords", 100)
        refuse(not 20 <= size <= 100, DmsClientError("InvalidParameterValueException", f"MaxRecords must be between 20 and 100, and is {size}"))
        return original(self)


_paged("describe_replication_instances")
_paged("describe_replication_tasks")


words = {"dms:rep": "dms:replication-instance", "dms:task": "dms:task", "dms:endpoint": "dms:endpoint"}


@wrap(ResourceGroupsTaggingAPIBackend, "_get_resources_generator")
def tagged(original, self, tag_filters=None, resource_type_filters=None):
    asked = resource_type_filters and [*resource_type_filters, *(own for word, own in words.items() if {word, "dms"} & set(resource_type_filters))]
    yield from original(self, tag_filters=tag_filters, resource_type_filters=asked)
