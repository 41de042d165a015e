"""ElastiCache's replication groups as AWS keeps them, for moto_plus.py.

moto 5.2.1 has no nodes behind a group, counts nodes by another parameter, makes no final snapshot, restores none, leaves
a deleted group in "deleting" for ever, gives each group endpoints of its own, and knows no parameter groups and no user
groups. So groups, their nodes and their snapshots are made here, as AWS describes them, and kept in moto's backend.
States, orders and refusals: ElastiCache API reference (CreateReplicationGroup, DeleteReplicationGroup, DeleteSnapshot)
and User Guide. What a caller leaves out AWS chooses, and not twice alike.
"""
import threading
from types import SimpleNamespace

import moto_plus as plus
from moto.core.responses import ActionResult, PaginatedResult
from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.elasticache.exceptions import (
    CacheSubnetGroupNotFound,
    ElastiCacheException,
    ReplicationGroupAlreadyExists,
    ReplicationGroupNotFound,
    SnapshotAlreadyExists,
    SnapshotNotFound,
)
from moto.elasticache.models import ElastiCacheBackend, elasticache_backends
from moto.elasticache.responses import ElastiCacheResponse as Response
from moto.resourcegroupstaggingapi.models import ResourceGroupsTaggingAPIBackend
from moto_elasticache_groups import FAMILIES, VERSIONS, group_of, one_of


def fault(code, message):
    error = ElastiCacheException(message)
    error.code = code
    return error


def bad(message):
    return fault("InvalidParameterValue", message)


def clash(message):
    return fault("InvalidParameterCombination", message)


def later(act):
    """At once, or when what --settle shows meanwhile is over."""
    if not plus.SETTLE:
        return act()
    timer = threading.Timer(plus.SETTLE, act)
    timer.daemon = True
    timer.start()


def drop(things, key, thing):
    """Only this one: after a reset another may have its name."""
    if things.get(key) is thing:
        del things[key]


# ------------------------------------------------------------------ what a group refers to
def _of(backend, name):
    return backend.__dict__.setdefault(f"plus_{name}", {})


def _new(name, key, result):
    def f(self):
        p = dict(self._get_params())
        backend = self.elasticache_backend
        p["ARN"] = f"arn:aws:elasticache:{backend.region_name}:{backend.account_id}:{name}:{p[key].lower()}"
        _of(backend, name)[p[key].lower()] = {**p, "Status": "active"}
        return ActionResult({"CacheParameterGroup": p} if result else {**p, "Status": "active"})
    return f


def _gone(name, key):
    def f(self):
        return ActionResult(_of(self.elasticache_backend, name).pop(self._get_param(key).lower()))
    return f


def _told(name, key, result, fault_name):
    def f(self):
        wanted, things = self._get_param(key), _of(self.elasticache_backend, name)
        if wanted and wanted.lower() not in things:
            raise fault(fault_name, f"{key} {wanted} not found.")
        return ActionResult({result: [thing for id, thing in things.items() if not wanted or id == wanted.lower()]})
    return f


Response.describe_cache_parameter_groups = _told(
    "parametergroup", "CacheParameterGroupName", "CacheParameterGroups", "CacheParameterGroupNotFound")
Response.describe_user_groups = _told("usergroup", "UserGroupId", "UserGroups", "UserGroupNotFound")
Response.create_cache_parameter_group = _new("parametergroup", "CacheParameterGroupName", True)
Response.create_user_group = _new("usergroup", "UserGroupId", False)
Response.delete_user_group = _gone("usergroup", "UserGroupId")


def parameters_of(backend, p, family):
    """Name of the parameter group and whether it has cluster mode; None where there is no such group."""
    wanted = p.get("CacheParameterGroupName")
    many = p.get("ClusterMode") == "enabled" or (p.get("NumNodeGroups") or 1) > 1
    defaults = {f"default.{family}": False, f"default.{family}.cluster.on": True}
    if not wanted:
        return f"default.{family}{'.cluster.on' if many else ''}", many
    if wanted in _of(backend, "parametergroup"):
        return wanted, False
    return (wanted, defaults[wanted]) if wanted in defaults else None


def zones_of(backend, name):
    subnets = ec2_backends[backend.account_id][backend.region_name].describe_subnets()
    group = backend.cache_subnet_groups.get(name)
    return sorted({s.availability_zone for s in subnets if not group or s.id in group.subnet_ids})


# ------------------------------------------------------------------ states
def shown(group, word):
    """For a while the group and its nodes are in this state, then available: all at once, the group last."""
    if not plus.SETTLE:
        return
    states = [*[(node.__dict__, "CacheClusterStatus", word, "available") for node in group.plus_nodes],
              *[(log, "Status", "enabling", "active") for log in group.LogDeliveryConfigurations if word == "creating"],
              (group.__dict__, "Status", word, "available")]

    def over():
        for thing, key, between, then in states:
            if thing[key] == between:
                thing[key] = then
    for thing, key, between, _ in states:
        thing[key] = between
    later(over)


# ------------------------------------------------------------------ create
def check_create(backend, p, snapshot, parameters, zones):
    """Each line a rule of AWS's that the call breaks, with AWS's answer."""
    clustered = bool(parameters and parameters[1])
    nodes, azs, shards = p.get("NumCacheClusters") or 1, p.get("PreferredCacheClusterAZs"), p.get("NodeGroupConfiguration") or []
    named = [*(azs or []), *[z for s in shards for z in [s.get("PrimaryAvailabilityZone"), *(s.get("ReplicaAvailabilityZones") or [])] if z]]
    groups = {g.id for g in ec2_backends[backend.account_id][backend.region_name].describe_security_groups()}
    tls, users = p.get("TransitEncryptionEnabled"), _of(backend, "usergroup")
    off = lambda key: not p.get(key)
    plus.refuse(parameters is None, fault("CacheParameterGroupNotFound", f"CacheParameterGroup {p.get('CacheParameterGroupName')} not found."))
    plus.refuse(p.get("ClusterMode") and (p["ClusterMode"] == "enabled") != clustered, clash("The cluster mode does not fit the cache parameter group."))
    plus.refuse(not clustered and (p.get("NumNodeGroups") or 1) > 1, clash("Replication group with cluster mode disabled can have only one node group."))
    plus.refuse(clustered and (off("AutomaticFailoverEnabled") or azs), clash("Redis with cluster mode enabled needs automatic failover and its zones by node group."))
    plus.refuse(not clustered and nodes < 2 and not off("AutomaticFailoverEnabled"), clash("Automatic failover is not supported for replication groups with one node."))
    plus.refuse(not off("MultiAZEnabled") and off("AutomaticFailoverEnabled"), clash("MultiAZ requires automatic failover."))
    plus.refuse(azs and len(azs) != nodes, bad(f"PreferredCacheClusterAZs must name {nodes} zones."))
    plus.refuse(shards and len(shards) != (p.get("NumNodeGroups") or 1), clash("NodeGroupConfiguration must describe each node group."))
    for s in shards:
        plus.refuse(len(s.get("ReplicaAvailabilityZones") or []) not in (0, s.get("ReplicaCount") or 0), bad("ReplicaAvailabilityZones must be as many as replicas."))
        plus.refuse(not (s.get("Slots") or "0-1").replace("-", "", 1).isdigit(), bad(f"Slots must be startkey-endkey: {s.get('Slots')}"))
    plus.refuse(set(named) - set(zones), bad(f"Zones {sorted(set(named) - set(zones))} are not in the subnet group."))
    plus.refuse(set(p.get("SecurityGroupIds") or []) - groups, bad("Some security group IDs are not valid."))
    plus.refuse(not off("KmsKeyId") and off("AtRestEncryptionEnabled"), clash("A KMS key needs encryption at rest."))
    plus.refuse(not tls and (p.get("TransitEncryptionMode") or p.get("AuthToken") or p.get("UserGroupIds")), clash("This needs encryption in transit."))
    plus.refuse(snapshot and len(snapshot.NodeSnapshots) != len(shards or [0]), bad("The number of node groups must be that of the snapshot."))
    for one in p.get("UserGroupIds") or []:
        if one not in users:
            raise fault("UserGroupNotFound", f"User group {one} not found.")


def create(self):
    p, backend = dict(self._get_params()), self.elasticache_backend
    p["ReplicationGroupId"] = id = p["ReplicationGroupId"].lower()
    if id in backend.replication_groups:
        raise ReplicationGroupAlreadyExists(id)
    snapshot = restored(backend, p.get("SnapshotName"))
    p["Engine"] = p.get("Engine") or (snapshot.Engine if snapshot else "redis")
    version = p.get("EngineVersion") or list(VERSIONS[p["Engine"]])[-1]
    p["CacheNodeType"] = p.get("CacheNodeType") or (snapshot.CacheNodeType if snapshot else "cache.t4g.micro")
    p["CacheSubnetGroupName"] = p.get("CacheSubnetGroupName") or "default"
    p["PreferredMaintenanceWindow"] = p.get("PreferredMaintenanceWindow") or one_of(["mon:01:00-mon:02:00", "wed:05:30-wed:06:30", "sat:22:00-sat:23:00"])
    if version not in VERSIONS[p["Engine"]]:
        plus.refuse(True, clash(f"Cannot find version {version} for {p['Engine']}"))
    if p["CacheSubnetGroupName"] not in {*backend.cache_subnet_groups, "default"}:
        raise CacheSubnetGroupNotFound(p["CacheSubnetGroupName"])
    parameters, zones = parameters_of(backend, p, FAMILIES[version]), zones_of(backend, p["CacheSubnetGroupName"])
    check_create(backend, p, snapshot, parameters, zones)
    group = group_of(backend, p, version, parameters, zones)
    backend.replication_groups[id] = group
    for node in group.plus_nodes:
        backend.cache_clusters[node.CacheClusterId] = node
    for arn in [group.arn, *[node.arn for node in group.plus_nodes]] if p.get("Tags") else []:
        backend.tagging_service.tag_resource(arn, p["Tags"])  # tags of a group are replicated to its nodes
    shown(group, "creating")
    if snapshot:
        plus.settle(snapshot, "SnapshotStatus", "restoring")
    return ActionResult({"ReplicationGroup": group})


def restored(backend, name):
    if not name:
        return None
    if name not in backend.snapshots:
        raise SnapshotNotFound(name)
    snapshot = backend.snapshots[name]
    if snapshot.SnapshotStatus != "available":
        raise fault("InvalidSnapshotState", f"Snapshot {name} is {snapshot.SnapshotStatus}.")
    return snapshot


# ------------------------------------------------------------------ delete, modify, snapshots
def found(backend, id):
    group = backend.replication_groups.get((id or "").lower())
    if not group:
        raise ReplicationGroupNotFound(id)
    return group


def snapshot_of(backend, group, name):
    node = group.plus_nodes[0]
    if name in backend.snapshots:
        raise SnapshotAlreadyExists(name)
    plus.refuse(node.CacheNodeType == "cache.t1.micro", fault("SnapshotFeatureNotSupportedFault", "cache.t1.micro has no snapshots."))
    made = SimpleNamespace(
        arn=f"arn:aws:elasticache:{backend.region_name}:{backend.account_id}:snapshot:{name}", SnapshotName=name, SnapshotStatus="available",
        SnapshotSource="manual", ReplicationGroupId=group.ReplicationGroupId, ReplicationGroupDescription=group.Description, Engine=group.Engine,
        EngineVersion=node.EngineVersion, CacheNodeType=group.CacheNodeType, NumNodeGroups=len(group.NodeGroups), KmsKeyId=group.KmsKeyId,
        AutomaticFailover=group.AutomaticFailover, DataTiering=group.DataTiering, CacheSubnetGroupName=node.CacheSubnetGroupName,
        CacheParameterGroupName=node.CacheParameterGroup["CacheParameterGroupName"], SnapshotRetentionLimit=group.SnapshotRetentionLimit,
        NodeSnapshots=[{"NodeGroupId": s["NodeGroupId"], "CacheSize": "12 MB", "SnapshotCreateTime": utcnow()} for s in group.NodeGroups])
    backend.snapshots[name] = made
    plus.settle(made, "SnapshotStatus", "creating")
    return made


def must_be_available(group):
    if group.Status != "available":
        plus.refuse(True, fault("InvalidReplicationGroupState", f"Replication group {group.ReplicationGroupId} is {group.Status}."))


def delete(self):
    backend, group = self.elasticache_backend, found(self.elasticache_backend, self._get_param("ReplicationGroupId"))
    must_be_available(group)
    if self._get_param("FinalSnapshotIdentifier"):
        snapshot_of(backend, group, self._get_param("FinalSnapshotIdentifier"))
    group.Status = "deleting"
    for node in group.plus_nodes:
        node.CacheClusterStatus = "deleting"

    def gone():  # the group last: whoever does not see it any more may make another
        for node in group.plus_nodes:
            backend.tagging_service.delete_all_tags_for_resource(node.arn)
            drop(backend.cache_clusters, node.CacheClusterId, node)
        backend.tagging_service.delete_all_tags_for_resource(group.arn)
        drop(backend.replication_groups, group.ReplicationGroupId, group)
    later(gone)
    return ActionResult({"ReplicationGroup": group})


def modify(self):
    group, p = found(self.elasticache_backend, self._get_param("ReplicationGroupId")), self._get_params()
    must_be_available(group)
    backs_up = p.get("SnapshottingClusterId")
    plus.refuse(backs_up and (group.ClusterEnabled or backs_up not in group.MemberClusters), bad(f"{backs_up} cannot be the source of the snapshots."))
    group.SnapshottingClusterId = backs_up or group.SnapshottingClusterId
    group.Description = p.get("ReplicationGroupDescription") or group.Description
    for node in group.plus_nodes if p.get("NotificationTopicStatus") else []:
        node.NotificationConfiguration["TopicStatus"] = p["NotificationTopicStatus"]
    shown(group, "modifying")
    return ActionResult({"ReplicationGroup": group})


def create_snapshot(self):
    if not self._get_param("ReplicationGroupId"):
        raise bad("Only replication groups have snapshots here.")
    group = found(self.elasticache_backend, self._get_param("ReplicationGroupId"))
    must_be_available(group)
    made = snapshot_of(self.elasticache_backend, group, self._get_param("SnapshotName"))
    shown(group, "snapshotting")
    return ActionResult({"Snapshot": made})


def copy_snapshot(self):
    backend, name = self.elasticache_backend, self._get_param("TargetSnapshotName")
    source = restored(backend, self._get_param("SourceSnapshotName"))
    if name in backend.snapshots:
        raise SnapshotAlreadyExists(name)
    arn = f"{source.arn.rsplit(':', 1)[0]}:{name}"
    backend.snapshots[name] = SimpleNamespace(**{**vars(source), "SnapshotName": name, "arn": arn})
    plus.settle(backend.snapshots[name], "SnapshotStatus", "copying")
    return ActionResult({"Snapshot": backend.snapshots[name]})


def describe_snapshots(self):
    backend, p = self.elasticache_backend, self._get_params()
    wanted = {"SnapshotName": p.get("SnapshotName"), "ReplicationGroupId": p.get("ReplicationGroupId")}
    if wanted["SnapshotName"] and wanted["SnapshotName"] not in backend.snapshots:
        raise SnapshotNotFound(wanted["SnapshotName"])
    return PaginatedResult({"Snapshots": [s for s in backend.snapshots.values() if all(v in (None, getattr(s, k)) for k, v in wanted.items())]})


def delete_snapshot(self):
    backend, name = self.elasticache_backend, self._get_param("SnapshotName")
    snapshot = restored(backend, name)
    snapshot.SnapshotStatus = "deleting"
    later(lambda: drop(backend.snapshots, name, snapshot))
    return ActionResult({"Snapshot": snapshot})


def _paged(name, most):
    @plus.wrap(Response, name)
    def f(original, self):
        size = self._get_param("MaxRecords")
        plus.refuse(size is not None and not 20 <= int(size) <= most, bad(f"MaxRecords must be between 20 and {most}."))
        return original(self)


Response.create_replication_group = create
Response.delete_replication_group = delete
Response.modify_replication_group = modify
Response.create_snapshot = create_snapshot
Response.copy_snapshot = copy_snapshot
Response.describe_snapshots = describe_snapshots
Response.delete_snapshot = delete_snapshot
_paged("describe_replication_groups", 100)
_paged("describe_cache_clusters", 100)
_paged("describe_snapshots", 50)


# ------------------------------------------------------------------ tags
@plus.wrap(ElastiCacheBackend, "add_tags_to_resource")
def add_tags(original, self, arn, tags):
    original(self, arn, tags)
    group = self.replication_groups.get(arn.rsplit(":", 1)[-1]) if ":replicationgroup:" in arn else None
    for node in group.plus_nodes if group else []:
        original(self, node.arn, tags)


@plus.wrap(ResourceGroupsTaggingAPIBackend, "_get_resources_generator")
def tagged(original, self, tag_filters=None, resource_type_filters=None):
    """By the types of AWS: moto calls a group "elasticache:replication-group" and a node "elasticache:cache_clusters"."""
    yield from original(self, tag_filters=tag_filters, resource_type_filters=resource_type_filters)
    backend, wanted = elasticache_backends[self.account_id][self.region_name], set(resource_type_filters or [])
    kinds = {"elasticache:replicationgroup": backend.replication_groups, "elasticache:cluster": backend.cache_clusters}
    for one in [one for kind in wanted & set(kinds) for one in kinds[kind].values()]:
        tags = backend.tagging_service.get_tag_dict_for_resource(one.arn)
        if tags and all(f["Key"] in tags and (not f.get("Values") or tags[f["Key"]] in f["Values"]) for f in tag_filters or []):
            yield {"ResourceARN": one.arn, "Tags": [{"Key": k, "Value": v} for k, v in tags.items()]}
