"""Direct Connect for moto_plus.py.

gaps      moto writes times as text, where the wire has numbers and AWS's SDK takes nothing else; a connection's id is an
          ARN of another form than AWS's.
"""
import secrets
from datetime import datetime, timezone

from moto.directconnect.models import Connection
from moto_plus import wrap


@wrap(Connection, "__post_init__")
def made(original, self):
    self.connection_id = f"dxcon-{secrets.token_hex(4)}"


@wrap(Connection, "to_dict")
def told(original, self):
    issued = datetime.fromisoformat(self.loa_issue_time).replace(tzinfo=timezone.utc)
    return {**original(self), "loaIssueTime": issued.timestamp()}
