#!/usr/bin/env python3
"""Builds a known crowd of resources in a simulated AWS (moto) and snapshots its state.

  crowd.py build    [--scale 1.0] [--reset]         fill the endpoint in AWS_ENDPOINT_URL
  crowd.py snapshot FILE                            write every resource's pausable state as JSON

Some resources are ALREADY paused when built (every 10th instance, alarm, service, ...): a tool that
starts them on resume is wrong, and comparing two snapshots shows it. Loopback endpoints only.
"""
import argparse, collections, concurrent.futures as cf, json, os, sys, time, urllib.parse, urllib.request
import boto3
from botocore.config import Config

REGIONS = ["us-east-1", "us-west-2", "eu-central-1", "ap-southeast-2"]
SIZES = {"ec2": 1000, "rds": 60, "ecs": 40, "lambda": 100, "alarm": 300, "kinesis": 40, "dynamodb": 40, "sagemaker": 10, "asg": 5}
TAGS = {"env": "dev", "Schedule": "office-hours"}
KV = [{"Key": k, "Value": v} for k, v in TAGS.items()]

EP = os.environ.get("AWS_ENDPOINT_URL", "")
def guard():
    host = urllib.parse.urlparse(EP).hostname
    if host not in ("127.0.0.1", "localhost"):
        sys.exit("AWS_ENDPOINT_URL must be a loopback address, it is %r" % EP)
_clients = {}
def c(svc, region):
    if (svc, region) not in _clients:
        _clients[svc, region] = boto3.client(svc, region_name=region, endpoint_url=EP, aws_access_key_id="testing",
            aws_secret_access_key="testing", config=Config(max_pool_connections=16, retries={"max_attempts": 8, "mode": "standard"}))
    return _clients[svc, region]

def share(total, i, n):                    # spread total over n regions, first regions get the rest
    return total // n + (1 if i < total % n else 0)

def lambda_zip():
    import io, zipfile
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w") as z: z.writestr("h.py", "def handler(e, c): return 1\n")
    return b.getvalue()

def build_region(i, region, sizes):
    n = len(REGIONS)
    ec2 = c("ec2", region)
    ami = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    subnets = [s["SubnetId"] for s in ec2.describe_subnets()["Subnets"]]
    left = share(sizes["ec2"], i, n); ids = []
    while left > 0:
        k = min(left, 50); left -= k
        r = ec2.run_instances(ImageId=ami, MinCount=k, MaxCount=k, InstanceType="t3.micro", SubnetId=subnets[0],
            TagSpecifications=[{"ResourceType": "instance", "Tags": KV + [{"Key": "Name", "Value": "web"}]}])
        ids += [x["InstanceId"] for x in r["Instances"]]
    if ids[9::10]: ec2.stop_instances(InstanceIds=ids[9::10])
    rds = c("rds", region)
    for j in range(share(sizes["rds"], i, n)):
        rds.create_db_instance(DBInstanceIdentifier=f"db-{j:03d}", Engine="postgres", DBInstanceClass="db.t3.micro",
            AllocatedStorage=20, MasterUsername="u", MasterUserPassword="not-a-secret-1", Tags=KV)
        if j % 10 == 9: rds.stop_db_instance(DBInstanceIdentifier=f"db-{j:03d}")
    ecs = c("ecs", region); tagl = [{"key": k, "value": v} for k, v in TAGS.items()]
    ecs.create_cluster(clusterName="dev", tags=tagl)
    ecs.register_task_definition(family="t", requiresCompatibilities=["FARGATE"], cpu="256", memory="512", networkMode="awsvpc",
        containerDefinitions=[{"name": "a", "image": "x", "memory": 64, "essential": True}])
    for j in range(share(sizes["ecs"], i, n)):
        ecs.create_service(cluster="dev", serviceName=f"svc-{j:03d}", taskDefinition="t", launchType="FARGATE",
            desiredCount=0 if j % 10 == 9 else 1 + j % 4, tags=tagl, networkConfiguration={"awsvpcConfiguration": {"subnets": subnets[:1], "securityGroups": []}})
    if sizes["lambda"]:
        iam = c("iam", "us-east-1")
        try: iam.create_role(RoleName="lam", AssumeRolePolicyDocument="{}")
        except iam.exceptions.EntityAlreadyExistsException: pass
        lam, z = c("lambda", region), lambda_zip()
        for j in range(share(sizes["lambda"], i, n)):
            lam.create_function(FunctionName=f"fn-{j:03d}", Runtime="python3.12", Role="arn:aws:iam::123456789012:role/lam",
                Handler="h.handler", Code={"ZipFile": z}, Tags=TAGS)
            if j % 5 == 4: lam.put_function_concurrency(FunctionName=f"fn-{j:03d}", ReservedConcurrentExecutions=j + 1)
    cw = c("cloudwatch", region)
    for j in range(share(sizes["alarm"], i, n)):
        cw.put_metric_alarm(AlarmName=f"al-{j:03d}", MetricName="CPUUtilization", Namespace="AWS/EC2", Statistic="Average", Period=60,
            EvaluationPeriods=1, Threshold=80, ComparisonOperator="GreaterThanThreshold", ActionsEnabled=(j % 10 != 9),
            AlarmActions=["arn:aws:sns:%s:123456789012:t" % region], Tags=KV)
    kin = c("kinesis", region)
    for j in range(share(sizes["kinesis"], i, n)):
        kin.create_stream(StreamName=f"st-{j:03d}", ShardCount=1 + j % 4)
        kin.add_tags_to_stream(StreamName=f"st-{j:03d}", Tags=TAGS)
    ddb = c("dynamodb", region)
    for j in range(share(sizes["dynamodb"], i, n)):
        ddb.create_table(TableName=f"tb-{j:03d}", AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}], BillingMode="PROVISIONED", Tags=KV,
            ProvisionedThroughput={"ReadCapacityUnits": 5 + j, "WriteCapacityUnits": 5 + 2 * j})
    sm = c("sagemaker", region)
    for j in range(share(sizes["sagemaker"], i, n)):
        m = f"ep-{j:03d}"
        sm.create_model(ModelName=m, ExecutionRoleArn="arn:aws:iam::123456789012:role/lam", PrimaryContainer={"Image": "x"})
        sm.create_endpoint_config(EndpointConfigName=m, ProductionVariants=[{"VariantName": "v", "ModelName": m,
            "InitialInstanceCount": 1 + j, "InstanceType": "ml.t2.medium", "InitialVariantWeight": 1.0}])
        sm.create_endpoint(EndpointName=m, EndpointConfigName=m, Tags=KV)
    asg = c("autoscaling", region)
    if share(sizes["asg"], i, n):
        asg.create_launch_configuration(LaunchConfigurationName="lc", ImageId=ami, InstanceType="t3.micro")
    for j in range(share(sizes["asg"], i, n)):
        asg.create_auto_scaling_group(AutoScalingGroupName=f"asg-{j:03d}", LaunchConfigurationName="lc", MinSize=1, MaxSize=4,
            DesiredCapacity=2, VPCZoneIdentifier=subnets[0],
            Tags=[{"Key": k, "Value": v, "PropagateAtLaunch": True, "ResourceId": f"asg-{j:03d}", "ResourceType": "auto-scaling-group"}
                  for k, v in TAGS.items()])
        if j == 0: asg.suspend_processes(AutoScalingGroupName="asg-000", ScalingProcesses=["AZRebalance"])   # already so before any pause

def build(scale, reset):
    if reset: urllib.request.urlopen(urllib.request.Request(EP + "/moto-api/reset", method="POST")).read()
    sizes = {k: max(1, round(v * scale)) for k, v in SIZES.items()}
    t = time.time()
    for i, r in enumerate(REGIONS): build_region(i, r, sizes)
    print(json.dumps({"built": sizes, "regions": REGIONS, "seconds": round(time.time() - t, 1)}))

def pages(client, op, key, **kw):
    for p in client.get_paginator(op).paginate(**kw): yield from p[key]

def snap_region(region):
    s = {}
    for r in pages(c("ec2", region), "describe_instances", "Reservations", PaginationConfig={"PageSize": 1000}):
        for x in r["Instances"]:
            if x["State"]["Name"] != "terminated": s["ec2", x["InstanceId"]] = {"state": x["State"]["Name"]}
    for x in pages(c("rds", region), "describe_db_instances", "DBInstances"): s["rds", x["DBInstanceIdentifier"]] = {"status": x["DBInstanceStatus"]}
    ecs = c("ecs", region)
    for cl in ecs.list_clusters()["clusterArns"]:
        arns = list(pages(ecs, "list_services", "serviceArns", cluster=cl))
        for k in range(0, len(arns), 10):
            for x in ecs.describe_services(cluster=cl, services=arns[k:k + 10])["services"]: s["ecs", x["serviceArn"]] = {"desired": x["desiredCount"]}
    lam = c("lambda", region)
    for f in pages(lam, "list_functions", "Functions"):
        s["lambda", f["FunctionName"]] = {"reserved": lam.get_function_concurrency(FunctionName=f["FunctionName"]).get("ReservedConcurrentExecutions")}
    for x in pages(c("cloudwatch", region), "describe_alarms", "MetricAlarms"): s["alarm", x["AlarmName"]] = {"actions": x["ActionsEnabled"]}
    kin = c("kinesis", region)
    for n in pages(kin, "list_streams", "StreamNames"):
        s["kinesis", n] = {"shards": kin.describe_stream_summary(StreamName=n)["StreamDescriptionSummary"]["OpenShardCount"]}
    ddb = c("dynamodb", region)
    for n in pages(ddb, "list_tables", "TableNames"):
        t = ddb.describe_table(TableName=n)["Table"]; p = t["ProvisionedThroughput"]
        s["dynamodb", n] = {"rcu": p["ReadCapacityUnits"], "wcu": p["WriteCapacityUnits"], "mode": t.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED")}
    sm = c("sagemaker", region)
    for e in pages(sm, "list_endpoints", "Endpoints"):
        d = sm.describe_endpoint(EndpointName=e["EndpointName"])
        s["sagemaker", e["EndpointName"]] = {"config": d["EndpointConfigName"], "counts": [v.get("CurrentInstanceCount") for v in d.get("ProductionVariants", [])]}
    for g in pages(c("autoscaling", region), "describe_auto_scaling_groups", "AutoScalingGroups"):
        s["asg", g["AutoScalingGroupName"]] = {"min": g["MinSize"], "max": g["MaxSize"], "desired": g["DesiredCapacity"], "n": len(g["Instances"]),
            "members": sorted(x["InstanceId"] for x in g["Instances"]), "suspended": sorted(p["ProcessName"] for p in g["SuspendedProcesses"])}
    return {"%s/%s/%s" % (k, region, n): v for (k, n), v in s.items()}

def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("cmd", choices=["build", "snapshot"]); p.add_argument("files", nargs="*")
    p.add_argument("--scale", type=float, default=1.0); p.add_argument("--reset", action="store_true")
    a = p.parse_args()
    guard()
    if a.cmd == "build": return build(a.scale, a.reset)
    s = {}
    for r in REGIONS: s.update(snap_region(r))
    json.dump(s, open(a.files[0], "w"), indent=0, sort_keys=True)
    print(collections.Counter(k.split("/")[0] for k in s))
if __name__ == "__main__": main()
