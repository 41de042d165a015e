"""Cloud Control for moto_plus.py, which moto does not have.

ListResources, GetResource and CreateResource (JSON 1.0, CloudApiService) of the types that Standby lists by it, with the
property names and primary identifiers of CloudFormation's resource schemas:

READ    is described from moto's own service: made by that service's API, as on AWS. CreateResource refuses these.
STORED  moto has no such service: made by CreateResource, forgotten at a reset of moto.

What a schema calls write-only is taken and never told. A list tells identifiers only, as most types do, and may be shorter
than asked ("MaxResults: Reserved", Cloud Control API reference). A type that is in neither table, or not in the region, is
TypeNotFoundException.
gaps    a broker of Amazon MQ has no name in its ARN and an id of another form; a private authority forgets its usage mode;
        tags of collections and private authorities are unknown to the tagging API.
"""
import json
import time
import uuid

from moto.acmpca.models import acmpca_backends
from moto.acmpca.responses import ACMPCAResponse
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.responses import BaseResponse
from moto.ecr.models import ecr_backends
from moto.memorydb.models import memorydb_backends
from moto.mq.models import Broker, mq_backends
from moto.networkfirewall.models import networkfirewall_backends
from moto.opensearchserverless.models import opensearchserverless_backends
from moto.resourcegroupstaggingapi.models import ResourceGroupsTaggingAPIBackend
from moto.route53resolver.models import route53resolver_backends
from moto.synthetics.models import synthetics_backends
from moto.timestreaminfluxdb.models import timestreaminfluxdb_backends
from moto.vpclattice.models import vpclattice_backends
from moto.wafv2.models import GLOBAL_REGION, wafv2_backends
from moto_plus import wrap
from werkzeug.wrappers import Request, Response

PAGE = 10


class Refused(Exception):
    """An error by AWS's name."""


def _pairs(tags):
    return [{"Key": key, "Value": value} for key, value in tags.items()]


@wrap(Broker, "__init__")
def broker(original, self, *a, **k):
    original(self, *a, **k)
    self.id = f"b-{uuid.uuid4()}"
    self.arn = f"{self.arn.rsplit(':', 1)[0]}:{self.name}:{self.id}"


@wrap(ACMPCAResponse, "create_certificate_authority")
def authority(original, self):
    out = original(self)
    made = self.acmpca_backend.certificate_authorities[json.loads(out)["CertificateAuthorityArn"]]
    made.usage_mode = json.loads(self.body).get("UsageMode", "GENERAL_PURPOSE")
    return out


# ------------------------------------------------------------------ READ: by moto's own services
def _authorities(account, region, _model):
    for one in acmpca_backends[account][region].certificate_authorities.values():
        asked = one.certificate_authority_configuration
        yield one.arn, {"Arn": one.arn, "Type": one.certificate_authority_type, "UsageMode": one.usage_mode,
                        "KeyAlgorithm": asked.get("KeyAlgorithm"), "SigningAlgorithm": asked.get("SigningAlgorithm")}


def _brokers(account, region, _model):
    own = mq_backends[account][region]
    for one in own.brokers.values():
        yield one.id, {"Id": one.id, "Arn": one.arn, "BrokerName": one.name, "DeploymentMode": one.deployment_mode,
                       "EngineType": one.engine_type, "EngineVersionCurrent": one.engine_version,
                       "HostInstanceType": one.host_instance_type, "PubliclyAccessible": one.publicly_accessible,
                       "StorageType": one.storage_type, "SubnetIds": one.subnet_ids,
                       "Tags": _pairs(own.tagger.get_tag_dict_for_resource(one.arn))}


def _repositories(account, region, _model):
    own = ecr_backends[account][region]
    for one in own.repositories.values():
        policy = {"LifecyclePolicy": {"LifecyclePolicyText": one.lifecycle_policy, "RegistryId": one.registry_id}}
        yield one.name, {"RepositoryName": one.name, "Arn": one.arn, "RepositoryUri": one.uri,
                         "ImageTagMutability": one.image_tag_mutability, **(policy if one.lifecycle_policy else {}),
                         "Tags": _pairs(own.tagger.get_tag_dict_for_resource(one.arn))}


def _clusters(account, region, _model):
    own = memorydb_backends[account][region]
    for one in own.clusters.values():
        yield one.cluster_name, {"ClusterName": one.cluster_name, "ARN": one.arn, "Status": one.status,
                                 "NodeType": one.node_type, "NumShards": one.num_shards, "ACLName": one.acl_name,
                                 "NumReplicasPerShard": one.num_replicas_per_shard, "EngineVersion": one.engine_version,
                                 "Tags": own.tagger.list_tags_for_resource(one.arn)["Tags"]}


def _firewalls(account, region, _model):
    own = networkfirewall_backends[account][region]
    for one in own.firewalls.values():
        yield one.arn, {"FirewallArn": one.arn, "FirewallName": one.firewall_name, "VpcId": one.vpc_id,
                        "FirewallPolicyArn": one.firewall_policy_arn, "SubnetMappings": one.subnet_mappings,
                        "DeleteProtection": one.delete_protection, "Tags": own.tagger.list_tags_for_resource(one.arn)["Tags"]}


def _collections(account, region, _model):
    for one in opensearchserverless_backends[account][region].collections.values():
        yield one.id, {"Id": one.id, "Arn": one.arn, "Name": one.name, "Type": one.type,
                       "StandbyReplicas": one.standby_replicas or "ENABLED", "KmsKeyArn": one.kms_key_arn,
                       "CollectionEndpoint": one.collection_endpoint, "DashboardEndpoint": one.dashboard_endpoint}


def _endpoints(account, region, _model):
    own = route53resolver_backends[account][region]
    for one in own.resolver_endpoints.values():
        yield one.id, {"ResolverEndpointId": one.id, "Arn": one.arn, "Name": one.name, "Direction": one.direction,
                       "HostVPCId": one.host_vpc_id, "IpAddressCount": str(one.ip_address_count),
                       "IpAddresses": [{"SubnetId": ip["SubnetId"], "Ip": ip["Ip"]} for ip in one.ip_descriptions()],
                       "SecurityGroupIds": one.security_group_ids, "Tags": own.tagger.list_tags_for_resource(one.arn)["Tags"]}


def _canaries(account, region, _model):
    for one in synthetics_backends[account][region].canaries.values():
        yield one.name, {"Name": one.name, "Id": one.id, "State": one.state, "Schedule": one.schedule,
                         "RuntimeVersion": one.runtime_version, "ExecutionRoleArn": one.execution_role_arn,
                         "ArtifactS3Location": one.artifact_s3_location, "Tags": _pairs(one.tags)}


def _influx(account, region, _model):
    own = timestreaminfluxdb_backends[account][region]
    for one in own.db_instances.values():
        yield one.id, {"Id": one.id, "Arn": one.arn, "Name": one.name, "Status": str(getattr(one.status, "value", one.status)),
                       "DbInstanceType": one.db_instance_type, "DbStorageType": one.db_storage_type,
                       "DeploymentType": one.deployment_type, "AllocatedStorage": one.allocated_storage,
                       "Tags": _pairs(own.tagger.get_tag_dict_for_resource(one.arn))}


def _lattice(account, region, _model):
    own = vpclattice_backends[account][region]
    for one in own.services.values():
        yield one.arn, {"Arn": one.arn, "Id": one.id, "Name": one.name, "Status": one.status, "AuthType": one.auth_type,
                        "Tags": _pairs(own.tagger.get_tag_dict_for_resource(one.arn) or one.tags)}


def _web_acls(account, region, model):
    """`Name|Id|Scope`. A list must say whose: those of the region, or those of CloudFront, which us-east-1 has."""
    scopes = [model["Scope"]] if "Scope" in model else ["REGIONAL", *(["CLOUDFRONT"] if region == "us-east-1" else [])]
    if "CLOUDFRONT" in scopes and region != "us-east-1":
        raise Refused("InvalidRequestException", "The scope CLOUDFRONT is served in us-east-1 only")
    for scope in scopes:
        own = wafv2_backends[account][GLOBAL_REGION if scope == "CLOUDFRONT" else region]
        for one in own.wacls.values():
            rules = [{k: v for k, v in rule.to_dict().items() if v is not None} for rule in one.rules]
            yield f"{one.name}|{one.id}|{scope}", {"Name": one.name, "Id": one.id, "Arn": one.arn, "Scope": scope, "Rules": rules,
                                                   "VisibilityConfig": one.visibility_config, "DefaultAction": one.default_action,
                                                   "Tags": own.tagging_service.list_tags_for_resource(one.arn)["Tags"]}


READ = {
    "AWS::ACMPCA::CertificateAuthority": _authorities, "AWS::AmazonMQ::Broker": _brokers, "AWS::ECR::Repository": _repositories,
    "AWS::MemoryDB::Cluster": _clusters, "AWS::NetworkFirewall::Firewall": _firewalls,
    "AWS::OpenSearchServerless::Collection": _collections, "AWS::Route53Resolver::ResolverEndpoint": _endpoints,
    "AWS::Synthetics::Canary": _canaries, "AWS::Timestream::InfluxDBInstance": _influx, "AWS::VpcLattice::Service": _lattice,
    "AWS::WAFv2::WebACL": _web_acls,
}


# ------------------------------------------------------------------ STORED: primary identifier, what AWS adds, what it never tells
def _workgroup(asked, arn, own):
    named = {k: asked[k] for k in ("WorkgroupName", "NamespaceName", "BaseCapacity", "MaxCapacity") if k in asked}
    return {"Workgroup": {**named, "WorkgroupId": own, "WorkgroupArn": arn("redshift-serverless", f"workgroup/{own}"), "Status": "AVAILABLE"}}


STORED = {
    "AWS::CodeBuild::Fleet": ("Arn", lambda asked, arn, own: {"Arn": arn("codebuild", f"fleet/{asked['Name']}:{own}")}, ()),
    "AWS::ElastiCache::ServerlessCache": (
        "ServerlessCacheName",
        lambda asked, arn, own: {"ARN": arn("elasticache", f"serverlesscache:{asked['ServerlessCacheName']}"), "Status": "available"},
        ("SnapshotArnsToRestore", "FinalSnapshotName")),
    "AWS::GameLift::Fleet": ("FleetId", lambda asked, arn, own: {"FleetId": f"fleet-{own}"}, ("Tags",)),
    "AWS::KafkaConnect::Connector": (
        "ConnectorArn", lambda asked, arn, own: {"ConnectorArn": arn("kafkaconnect", f"connector/{asked['ConnectorName']}/{own}-2")}, ()),
    "AWS::Kendra::Index": ("Id", lambda asked, arn, own: {"Id": own, "Arn": arn("kendra", f"index/{own}")}, ()),
    "AWS::MWAA::Environment": ("Name", lambda asked, arn, own: {"Arn": arn("airflow", f"environment/{asked['Name']}")}, ()),
    "AWS::PCS::Cluster": (
        "Arn", lambda asked, arn, own: {"Id": f"pcs_{own[:8]}", "Arn": arn("pcs", f"cluster/pcs_{own[:8]}"), "Status": "ACTIVE"}, ()),
    "AWS::RedshiftServerless::Workgroup": (
        "WorkgroupName", _workgroup, ("BaseCapacity", "MaxCapacity", "ConfigParameters", "SecurityGroupIds", "SubnetIds")),
}
# Types of services that are in few regions (AWS General Reference, "Amazon Kendra endpoints and quotas").
ONLY_IN = {"AWS::Kendra::Index": {"us-east-1", "us-east-2", "us-west-2", "ap-northeast-1", "ap-south-1", "ap-southeast-1",
                                  "ap-southeast-2", "ca-central-1", "eu-west-1", "eu-west-2"}}
# Types of CloudFormation that Cloud Control does not take (User Guide, "Resource types that support Cloud Control API").
LEGACY = {"AWS::DAX::Cluster", "AWS::ElastiCache::CacheCluster"}
# What a list asks for beside the name of the type (User Guide, "Resource operations that require additional information").
NEEDS = {"AWS::WAFv2::WebACL": "Scope"}


class CloudControlBackend(BaseBackend):
    def __init__(self, region_name, account_id):
        super().__init__(region_name, account_id)
        self.made = {}

    def create(self, kind, asked):
        key, added, _hidden = STORED[kind]
        arn = lambda service, rest: f"arn:{self.partition}:{service}:{self.region_name}:{self.account_id}:{rest}"
        whole = {**asked, **added(asked, arn, str(uuid.uuid4()))}
        if whole[key] in self.made.setdefault(kind, {}):
            raise Refused("AlreadyExistsException", f"Resource of type '{kind}' with identifier '{whole[key]}' already exists.")
        self.made[kind][whole[key]] = whole
        return whole[key]

    def told(self, kind, model):
        """Identifier and properties of all of a type."""
        if kind in READ:
            return dict(READ[kind](self.account_id, self.region_name, model))
        hidden = STORED[kind][2]
        return {name: {k: v for k, v in one.items() if k not in hidden} for name, one in self.made.get(kind, {}).items()}


cloudcontrol_backends = BackendDict(CloudControlBackend, "cloudcontrol")


class CloudControlResponse(BaseResponse):
    def __init__(self):
        super().__init__(service_name="cloudcontrol")

    def _answer(self, action):
        kind = json.loads(self.body or "{}").get("TypeName")
        try:
            if kind in LEGACY:
                raise Refused("UnsupportedActionException", f"Resource type {kind} does not support {action} action")
            if kind not in {*READ, *STORED} or self.region not in ONLY_IN.get(kind, {self.region}):
                raise Refused("TypeNotFoundException", f"The type '{kind}' cannot be found.")
            own = cloudcontrol_backends[self.current_account][self.region]
            return json.dumps({"TypeName": kind, **getattr(self, f"_{action.lower()}")(own, kind, json.loads(self.body))})
        except Refused as refused:
            code, text = refused.args
            return json.dumps({"__type": code, "Message": text}), {"status": 400, "x-amzn-ErrorType": code}

    def list_resources(self):
        return self._answer("LIST")

    def get_resource(self):
        return self._answer("READ")

    def create_resource(self):
        return self._answer("CREATE")

    def _list(self, own, kind, asked):
        model, needed = json.loads(asked.get("ResourceModel") or "{}"), NEEDS.get(kind)
        if needed and needed not in model:
            raise Refused("InvalidRequestException", f"Missing or invalid ResourceModel property in {kind} list handler request input. "
                          f"Required property: [{needed}]")
        names = sorted(own.told(kind, model))
        after = asked.get("NextToken", "")
        if after and after not in names:
            raise Refused("InvalidRequestException", "Invalid NextToken")
        start = names.index(after) + 1 if after else 0
        page = names[start:start + PAGE]
        more = {"NextToken": page[-1]} if start + PAGE < len(names) else {}
        return {"ResourceDescriptions": [{"Identifier": name, "Properties": "{}"} for name in page], **more}

    def _read(self, own, kind, asked):
        name, all_of_it = asked["Identifier"], own.told(kind, {})
        if name not in all_of_it:
            raise Refused("ResourceNotFoundException", f"Resource of type '{kind}' with identifier '{name}' was not found.")
        told = {k: v for k, v in all_of_it[name].items() if v is not None}
        return {"ResourceDescription": {"Identifier": name, "Properties": json.dumps(told)}}

    def _create(self, own, kind, asked):
        if kind in READ:
            raise Refused("UnsupportedActionException", f"{kind} is made by the API of its own service here")
        name = own.create(kind, json.loads(asked["DesiredState"]))
        return {"ProgressEvent": {"TypeName": kind, "Identifier": name, "RequestToken": str(uuid.uuid4()), "Operation": "CREATE",
                                  "OperationStatus": "SUCCESS", "EventTime": time.time()}}


# ------------------------------------------------------------------ tags that no description tells
@wrap(ResourceGroupsTaggingAPIBackend, "_get_resources_generator")
def tagged(original, self, tag_filters=None, resource_type_filters=None):
    yield from original(self, tag_filters=tag_filters, resource_type_filters=resource_type_filters)
    for service, arn, tags in _apart(self.account_id, self.region_name):
        fits = all(any(t["Key"] == f["Key"] and (not f.get("Values") or t["Value"] in f["Values"]) for t in tags) for f in tag_filters or [])
        if tags and fits and (not resource_type_filters or service in {word.split(":")[0] for word in resource_type_filters}):
            yield {"ResourceARN": arn, "Tags": tags}


def _apart(account, region):
    """Service, ARN and tags."""
    authorities, search = acmpca_backends[account][region], opensearchserverless_backends[account][region]
    for arn in authorities.certificate_authorities:
        yield "acm-pca", arn, authorities.tagger.list_tags_for_resource(arn)["Tags"]
    for one in search.collections.values():
        yield "aoss", one.arn, [{"Key": t["key"], "Value": t["value"]} for t in search.list_tags_for_resource(one.arn)]
    for name, one in cloudcontrol_backends[account][region].made.get("AWS::GameLift::Fleet", {}).items():
        yield "gamelift", f"arn:aws:gamelift:{region}:{account}:fleet/{name}", one.get("Tags", [])


@Request.application
def app(request):
    status, headers, body = CloudControlResponse.dispatch(request, request.url, request.headers)
    return Response(body, status, headers, content_type="application/x-amz-json-1.0")
