"""What ElastiCache tells of a replication group and its nodes, for moto_elasticache.py: by what CreateReplicationGroup was
asked for, and by AWS's choice where it was not asked (ElastiCache API reference).
"""
import hashlib
import itertools
from types import SimpleNamespace

from moto.core.utils import utcnow

SLOTS = 16384
# Major and minor as a caller names them, and the patch that a node then tells. From 6 on AWS takes no patch.
VERSIONS = {
    "redis": {"5.0.6": "5.0.6", "6.2": "6.2.6", "7.0": "7.0.7", "7.1": "7.1.0"},
    "valkey": {"7.2": "7.2.6", "8.0": "8.0.1", "8.1": "8.1.0"},
}
FAMILIES = {"5.0.6": "redis5.0", "6.2": "redis6.x", "7.0": "redis7", "7.1": "redis7", "7.2": "valkey7", "8.0": "valkey8", "8.1": "valkey8"}
turn = itertools.count()


def one_of(choices):
    """What AWS chooses where a caller leaves it to AWS: the next one, so that two creations differ."""
    return choices[next(turn) % len(choices)]


def shards_of(p, clustered, zones):
    """The zones of the nodes of each shard, the primary first, by id and slots."""
    pick = lambda n, given: list(given) if given else [one_of(zones) for _ in range(n)]
    if not clustered:
        n = p.get("NumCacheClusters") or (p.get("ReplicasPerNodeGroup") or 0) + 1
        return [("0001", None, pick(n, p.get("PreferredCacheClusterAZs")))]
    n, configured = p.get("NumNodeGroups") or 1, p.get("NodeGroupConfiguration") or []
    found = []
    for i in range(n):
        c = configured[i] if i < len(configured) else {}
        slots = c.get("Slots") or f"{SLOTS * i // n}-{SLOTS * (i + 1) // n - 1}"
        replicas = c["ReplicaCount"] if c.get("ReplicaCount") is not None else p.get("ReplicasPerNodeGroup") or 0
        primary = c.get("PrimaryAvailabilityZone") or one_of(zones)
        found.append((c.get("NodeGroupId") or f"{i + 1:04}", slots, [primary, *pick(replicas, c.get("ReplicaAvailabilityZones"))]))
    return found


def host_of(backend, tls, id, word, port):
    """Of the name of the group and a part that is one account's in one region; encrypted groups are named otherwise."""
    own = hashlib.sha256(f"{backend.account_id}{backend.region_name}".encode()).hexdigest()[:6]
    plain = {"master": f"{id}.{own}.ng.0001", "replica": f"{id}-ro.{own}.ng.0001"}.get(word, f"{id}.{own}.{word}")
    return {"Address": f"{f'{word}.{id}.{own}' if tls else plain}.{backend.region_name}.cache.amazonaws.com", "Port": port}


def node_groups(backend, p, id, clustered, shards, port):
    host = lambda name, word: host_of(backend, p.get("TransitEncryptionEnabled"), name, word, port)
    found = []
    for shard, slots, zones in shards:
        stem = f"{id}-{shard}" if clustered else id
        members = [{"CacheClusterId": f"{stem}-{i + 1:03}", "CacheNodeId": "0001", "PreferredAvailabilityZone": zone} for i, zone in enumerate(zones)]
        group = {"NodeGroupId": shard, "Status": "available", "NodeGroupMembers": members}
        if clustered:
            group["Slots"] = slots
        else:
            group |= {"PrimaryEndpoint": host(id, "master"), "ReaderEndpoint": host(id, "replica")}
            for i, member in enumerate(members):
                member |= {"CurrentRole": "replica" if i else "primary", "ReadEndpoint": host(member["CacheClusterId"], "0001")}
        found.append(group)
    return found


def logs_of(p):
    kept = ("LogType", "DestinationType", "DestinationDetails", "LogFormat")
    return [{**{k: log[k] for k in kept}, "Status": "active"} for log in p.get("LogDeliveryConfigurations") or [] if log.get("Enabled", True)]


def group_of(backend, p, version, parameters, zones):
    id, port, (_, clustered) = p["ReplicationGroupId"], p.get("Port") or 6379, parameters
    shards = node_groups(backend, p, id, clustered, shards_of(p, clustered, zones), port)
    members = [m["CacheClusterId"] for s in shards for m in s["NodeGroupMembers"]]
    on = lambda key: "enabled" if p.get(key) else "disabled"
    group = SimpleNamespace(
        arn=f"arn:aws:elasticache:{backend.region_name}:{backend.account_id}:replicationgroup:{id}", ReplicationGroupId=id, Status="available",
        Description=p["ReplicationGroupDescription"], PendingModifiedValues={}, MemberClusters=members, NodeGroups=shards,
        AutomaticFailover=on("AutomaticFailoverEnabled"), MultiAZ=on("MultiAZEnabled"), SnapshotRetentionLimit=p.get("SnapshotRetentionLimit") or 0,
        SnapshotWindow=p.get("SnapshotWindow") or one_of(["01:00-02:00", "06:30-07:30", "22:00-23:00"]), ClusterEnabled=clustered,
        ClusterMode=p.get("ClusterMode") or ("enabled" if clustered else "disabled"), CacheNodeType=p["CacheNodeType"],
        AuthTokenEnabled=bool(p.get("AuthToken")), TransitEncryptionEnabled=bool(p.get("TransitEncryptionEnabled")),
        AtRestEncryptionEnabled=p.get("AtRestEncryptionEnabled", p["Engine"] == "valkey"), KmsKeyId=p.get("KmsKeyId"),
        UserGroupIds=p.get("UserGroupIds") or [], LogDeliveryConfigurations=logs_of(p), ReplicationGroupCreateTime=utcnow(),
        DataTiering=on("DataTieringEnabled"), AutoMinorVersionUpgrade=p.get("AutoMinorVersionUpgrade", True), NetworkType=p.get("NetworkType") or "ipv4",
        IpDiscovery=p.get("IpDiscovery") or "ipv4", Engine=p["Engine"], ConfigurationEndpoint=None, TransitEncryptionMode=None, SnapshottingClusterId=None)
    if group.TransitEncryptionEnabled:
        group.TransitEncryptionMode = p.get("TransitEncryptionMode") or "required"
    if clustered:
        group.ConfigurationEndpoint = host_of(backend, group.TransitEncryptionEnabled, id, "clustercfg", port)
    elif group.SnapshotRetentionLimit:
        group.SnapshottingClusterId = members[min(1, len(members) - 1)]  # a replica, where there is one
    group.plus_nodes = [node_of(backend, p, group, m, version, parameters[0]) for s in shards for m in s["NodeGroupMembers"]]
    return group


def node_of(backend, p, group, member, version, parameters):
    topic = p.get("NotificationTopicArn")
    return SimpleNamespace(
        arn=f"arn:aws:elasticache:{backend.region_name}:{backend.account_id}:cluster:{member['CacheClusterId']}",
        CacheClusterId=member["CacheClusterId"], ReplicationGroupId=group.ReplicationGroupId, CacheClusterStatus="available", NumCacheNodes=1,
        CacheNodeType=group.CacheNodeType, Engine=group.Engine, EngineVersion=VERSIONS[group.Engine][version],
        PreferredAvailabilityZone=member["PreferredAvailabilityZone"], CacheClusterCreateTime=utcnow(), PendingModifiedValues={},
        PreferredMaintenanceWindow=p["PreferredMaintenanceWindow"], CacheSubnetGroupName=p["CacheSubnetGroupName"], CacheSecurityGroups=[],
        NotificationConfiguration={"TopicArn": topic, "TopicStatus": "active"} if topic else None,
        CacheParameterGroup={"CacheParameterGroupName": parameters, "ParameterApplyStatus": "in-sync", "CacheNodeIdsToReboot": []},
        SecurityGroups=[{"SecurityGroupId": one, "Status": "active"} for one in p.get("SecurityGroupIds") or []],
        AutoMinorVersionUpgrade=group.AutoMinorVersionUpgrade, SnapshotRetentionLimit=0, SnapshotWindow=group.SnapshotWindow,
        AuthTokenEnabled=group.AuthTokenEnabled, TransitEncryptionEnabled=group.TransitEncryptionEnabled, NetworkType=group.NetworkType,
        AtRestEncryptionEnabled=group.AtRestEncryptionEnabled, TransitEncryptionMode=group.TransitEncryptionMode, IpDiscovery=group.IpDiscovery,
        ReplicationGroupLogDeliveryEnabled=bool(group.LogDeliveryConfigurations), LogDeliveryConfigurations=[])
