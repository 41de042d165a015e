"""EKS for moto_plus.py: managed node groups with the Auto Scaling group, template and machines that AWS makes for them.

gaps      moto names an Auto Scaling group that is not there; the sizes of an update reach nobody; createNodegroup ignores
          updateConfig and nodeRepairConfig and invents a key pair; the versions of Kubernetes and the tags of node groups
          are missing; a group that lacks what it is made of is not degraded.
refusals  sizes that do not fit together, a maximum below 1, an update while another one is under way.
settle    an update is UPDATING for N seconds; machines take 2 N to go (Terminating:Wait) and to come (Pending): on AWS,
          too, an update has only set the numbers when it is over.
"""
import threading
import uuid
from datetime import datetime, timedelta, timezone

import moto_plus
from moto.autoscaling.models import autoscaling_backends
from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends
from moto.eks import urls
from moto.eks.exceptions import InvalidParameterException, InvalidRequestException, ResourceInUseException
from moto.eks.models import EKSBackend
from moto.eks.responses import EKSResponse
from moto_plus import refuse, settle, wrap


def _refuse(condition, kind, node, message):
    error = kind(clusterName=node.cluster_name, nodegroupName=node.nodegroup_name, message=message)
    error.args = (f"{kind.TYPE}: {message}",)  # its own text is empty
    refuse(condition, error)


def _after(seconds, f):
    if not seconds:
        return f()
    timer = threading.Timer(seconds, f)
    timer.daemon = True
    timer.start()


# ------------------------------------------------------------------ sizes and machines
def _group_of(backend, node):
    groups = autoscaling_backends[backend.account_id][backend.region_name].autoscaling_groups
    return groups.get(node.resources["autoScalingGroups"][0]["name"])


def _check(node, sizes):
    lo, hi, want = sizes["minSize"], sizes["maxSize"], sizes["desiredSize"]
    for condition, message in (
        (hi < 1, "maxSize must be at least 1"),
        (lo < 0, "minSize must be at least 0"),
        (lo > want, f"Minimum capacity {lo} can't be greater than desired size {want}"),
        (want > hi, f"Desired capacity {want} can't be greater than max size {hi}"),
    ):
        _refuse(condition, InvalidParameterException, node, message)


def _resize(group, sizes):
    """Not by the group's own call: that one would end machines at once, and launch again for those that are on their way."""
    group.min_size, group.max_size, group.desired_capacity = sizes["minSize"], sizes["maxSize"], sizes["desiredSize"]
    there = [m for m in group.instance_states if m.lifecycle_state in ("Pending", "InService")]
    surplus = len(there) - group.desired_capacity
    if surplus > 0:
        _end(group, there[:surplus])
    elif surplus < 0:
        _launch(group, -surplus)


def _end(group, machines):
    for machine in machines:
        machine.lifecycle_state = "Terminating:Wait"

    def over():
        if group.autoscaling_backend.autoscaling_groups.get(group.name) is group:  # not forgotten by a reset
            group.ec2_backend.terminate_instances([m.instance.id for m in machines])
            group.instance_states = [m for m in group.instance_states if m not in machines]
    _after(2 * moto_plus.SETTLE, over)


def _has_template(group):
    return group.ec2_launch_template.id in group.ec2_backend.launch_templates


def _launch(group, count):
    if not _has_template(group):
        return  # Auto Scaling tries for ever
    before = list(group.instance_states)
    group.replace_autoscaling_group_instances(count, group.get_propagated_tags())
    for machine in group.instance_states:
        if machine not in before and moto_plus.SETTLE:
            machine.lifecycle_state = "Pending"
            _after(2 * moto_plus.SETTLE, lambda m=machine: m.lifecycle_state == "Pending" and setattr(m, "lifecycle_state", "InService"))


def _make_group(backend, node):
    """Named, tagged and filled as EKS does it; the tags of the node group itself reach neither group nor machines."""
    ec2 = ec2_backends[backend.account_id][backend.region_name]
    disk = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": node.disk_size or 20, "DeleteOnTermination": True}}
    image = ec2.describe_images(owners=["amazon"])[0].id
    data = {"ImageId": image, "InstanceType": node.instance_types[0], "BlockDeviceMappings": [disk]}
    template = ec2.create_launch_template(f"eks-{node.uuid}", "", data, {})
    cluster = node.cluster_name
    tags = {"eks:cluster-name": cluster, "eks:nodegroup-name": node.nodegroup_name, "k8s.io/cluster-autoscaler/enabled": "true",
            f"k8s.io/cluster-autoscaler/{cluster}": "owned", f"kubernetes.io/cluster/{cluster}": "owned"}
    autoscaling_backends[backend.account_id][backend.region_name].create_auto_scaling_group(
        name=node.resources["autoScalingGroups"][0]["name"],
        availability_zones=None, vpc_zone_identifier=",".join(node.subnets),
        min_size=node.scaling_config["minSize"], max_size=node.scaling_config["maxSize"], desired_capacity=node.scaling_config["desiredSize"],
        launch_config_name=None, launch_template=None,
        mixed_instances_policy={
            "LaunchTemplate": {"LaunchTemplateSpecification": {"LaunchTemplateId": template.id, "Version": "1"},
                               "Overrides": [{"InstanceType": kind} for kind in node.instance_types]},
            "InstancesDistribution": {"OnDemandAllocationStrategy": "prioritized", "OnDemandBaseCapacity": 0, "SpotAllocationStrategy": "capacity-optimized",
                                      "OnDemandPercentageAboveBaseCapacity": 0 if node.capacity_type == "SPOT" else 100}},
        capacity_rebalance=True, default_cooldown=300, health_check_period=15, health_check_type="EC2",
        load_balancers=[], target_group_arns=[], placement_group=None,
        termination_policies=["AllocationStrategy", "OldestLaunchTemplate", "OldestInstance"],
        tags=[{"Key": k, "Value": v, "PropagateAtLaunch": True} for k, v in tags.items()])


# ------------------------------------------------------------------ node groups
@wrap(EKSResponse, "create_nodegroup")
def create_nodegroup(original, self):
    out = original(self)
    cluster = self.eks_backend.clusters[self._get_param("name")]
    node = cluster.nodegroups[self._get_param("nodegroupName")]
    node.scaling_config = {"minSize": 1, "maxSize": 2, "desiredSize": 2, **(self._get_param("scalingConfig") or {})}
    node.version = self._get_param("version") or cluster.version
    node.release_version = self._get_param("releaseVersion") or f"{node.version}.1-20260101"
    node.ami_type = self._get_param("amiType") or "AL2023_x86_64_STANDARD"
    node.disk_size = None if node.launch_template else int(node.disk_size)  # moto: a text where nobody gave it
    node.remote_access = self._get_param("remoteAccess")
    node.update_config = self._get_param("updateConfig") or {"maxUnavailable": 1}
    node.node_repair_config = self._get_param("nodeRepairConfig")
    node.health = {"issues": []}
    node.resources = {"autoScalingGroups": [{"name": f"eks-{node.nodegroup_name}-{node.uuid}"}]}
    try:
        _check(node, node.scaling_config)
    except InvalidParameterException:
        self.eks_backend.delete_nodegroup(cluster.name, node.nodegroup_name)
        raise
    _make_group(self.eks_backend, node)
    settle(node, "status", "CREATING")
    return out


def _issue(node, group):
    """What EKS complains about that the node group is made of."""
    name = node.resources["autoScalingGroups"][0]["name"]
    missing = lambda code, what, name: {"code": code, "message": f"We couldn't find the {what} {name}", "resourceIds": [name]}
    if not group:
        return missing("AutoScalingGroupNotFound", "Auto Scaling group", name)
    return None if _has_template(group) else missing("Ec2LaunchTemplateNotFound", "Amazon EC2 launch template", group.ec2_launch_template.id)


@wrap(EKSBackend, "describe_nodegroup")
def describe_nodegroup(original, self, cluster_name, nodegroup_name):
    node = original(self, cluster_name, nodegroup_name)
    group = _group_of(self, node)
    if group:  # what an autoscaler sets on the group is the node group's, too
        node.scaling_config = {"minSize": group.min_size, "maxSize": group.max_size, "desiredSize": group.desired_capacity}
    issue = _issue(node, group)
    if issue:
        node.health = {"issues": [issue]}
        node.status = "DEGRADED" if node.status == "ACTIVE" else node.status
    return node


@wrap(EKSBackend, "update_nodegroup_config")
def update_nodegroup_config(original, self, cluster_name, nodegroup_name, **k):
    node = self.describe_nodegroup(cluster_name, nodegroup_name)
    token, updates = k.get("client_request_token") or str(uuid.uuid4()), node.__dict__.setdefault("plus_updates", {})
    if token in updates:  # the same token is the same update
        return updates[token]
    _refuse(node.status not in ("ACTIVE", "DEGRADED"), ResourceInUseException, node, "Nodegroup cannot be updated as it is currently not in Active State")
    group = _group_of(self, node)
    _refuse(group is None, InvalidRequestException, node, "The Auto Scaling group of the node group was not found")
    sizes = {**node.scaling_config, **(k.get("scaling_config") or {})}
    _check(node, sizes)
    updates[token] = {**original(self, cluster_name, nodegroup_name, **k), "status": "InProgress"}
    if group:
        _resize(group, sizes)
    settle(node, "status", "UPDATING")
    return updates[token]


@wrap(EKSBackend, "delete_nodegroup")
def delete_nodegroup(original, self, cluster_name, nodegroup_name):
    node = original(self, cluster_name, nodegroup_name)
    group = _group_of(self, node)
    if group:
        _end(group, list(group.instance_states))
        group.autoscaling_backend.autoscaling_groups.pop(group.name)
    return node


# ------------------------------------------------------------------ tags, versions
def _tagged(verb, f):
    @wrap(EKSBackend, verb)
    def g(original, self, resource_arn, *a):
        nodes = [n for c in self.clusters.values() for n in c.nodegroups.values() if n.arn == resource_arn]
        return f(nodes[0].tags, *a) if nodes else original(self, resource_arn, *a)


_tagged("list_tags_for_resource", lambda tags: tags)
_tagged("tag_resource", lambda tags, more: tags.update(more))
_tagged("untag_resource", lambda tags, keys: [tags.pop(key, None) for key in ([keys] if isinstance(keys, str) else keys)])


def _versions(self):
    """Two in standard support and one in extended, counted from today: on the calendar's own days tests would age."""
    row = lambda version, days: {
        "clusterVersion": version, "clusterType": "eks", "defaultVersion": version == "1.34",
        "endOfStandardSupportDate": datetime.now(timezone.utc) + timedelta(days=days),
        "endOfExtendedSupportDate": datetime.now(timezone.utc) + timedelta(days=days + 365),
        "versionStatus": "STANDARD_SUPPORT" if days > 0 else "EXTENDED_SUPPORT"}
    return ActionResult({"clusterVersions": [row("1.35", 320), row("1.34", 200), row("1.32", -60)]})


EKSResponse.describe_cluster_versions = _versions
urls.url_paths["{0}/cluster-versions$"] = urls.response.dispatch
