#!/usr/bin/env python3
"""What a competent user writes in an afternoon: boto3, batched where AWS allows, 32 threads, a state file.

  batched.py discover|pause|resume --state FILE [--kinds ec2,rds,...] [--threads 32]

Every region and kind is read side by side; instances go 500 to a call, alarms 100. It starts only what it stopped. It
reads nothing back, saves its state in one file at the end of discovery, and scales groups to zero, so that their
machines come back as new ones. Loopback endpoints only.
"""
import argparse, collections, json, threading, time
from concurrent.futures import ThreadPoolExecutor
import boto3
from botocore.config import Config
from crowd import REGIONS, guard

SERVICES = {"alarm": "cloudwatch", "asg": "autoscaling"}
BATCHES = {"ec2": 500, "alarm": 100}
clients, lock = {}, threading.Lock()


def client(kind, region):
    with lock:
        if (kind, region) not in clients:
            config = Config(max_pool_connections=args.threads, retries={"max_attempts": 10, "mode": "standard"})
            clients[kind, region] = boto3.client(SERVICES.get(kind, kind), region_name=region, config=config)
        return clients[kind, region]


def pages(c, operation, key, **params):
    for page in c.get_paginator(operation).paginate(**params):
        yield from page[key]


def discover_ec2(c):
    for reservation in pages(c, "describe_instances", "Reservations", PaginationConfig={"PageSize": 1000}):
        for one in reservation["Instances"]:
            if not any(tag["Key"] == "aws:autoscaling:groupName" for tag in one.get("Tags", [])):
                yield {"id": one["InstanceId"], "was": one["State"]["Name"]}


def discover_rds(c):
    for one in pages(c, "describe_db_instances", "DBInstances"):
        yield {"id": one["DBInstanceIdentifier"], "was": one["DBInstanceStatus"]}


def discover_ecs(c):
    for cluster in pages(c, "list_clusters", "clusterArns"):
        arns = list(pages(c, "list_services", "serviceArns", cluster=cluster, PaginationConfig={"PageSize": 100}))
        for at in range(0, len(arns), 10):
            for one in c.describe_services(cluster=cluster, services=arns[at:at + 10])["services"]:
                yield {"id": one["serviceArn"], "cluster": cluster, "was": one["desiredCount"]}


def discover_lambda(c):
    def one(name):
        return {"id": name, "was": c.get_function_concurrency(FunctionName=name).get("ReservedConcurrentExecutions")}
    yield from deep.map(one, [f["FunctionName"] for f in pages(c, "list_functions", "Functions")])


def discover_alarm(c):
    for one in pages(c, "describe_alarms", "MetricAlarms", PaginationConfig={"PageSize": 100}):
        yield {"id": one["AlarmName"], "was": one["ActionsEnabled"]}


def discover_kinesis(c):
    def one(name):
        summary = c.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
        return {"id": name, "was": summary["OpenShardCount"]}
    yield from deep.map(one, list(pages(c, "list_streams", "StreamNames")))


def discover_dynamodb(c):
    def one(name):
        table = c.describe_table(TableName=name)["Table"]["ProvisionedThroughput"]
        return {"id": name, "was": [table["ReadCapacityUnits"], table["WriteCapacityUnits"]]}
    yield from deep.map(one, list(pages(c, "list_tables", "TableNames")))


def discover_sagemaker(c):
    def one(name):
        return {"id": name, "was": c.describe_endpoint(EndpointName=name)["EndpointConfigName"]}
    yield from deep.map(one, [e["EndpointName"] for e in pages(c, "list_endpoints", "Endpoints")])


def discover_asg(c):
    for one in pages(c, "describe_auto_scaling_groups", "AutoScalingGroups", PaginationConfig={"PageSize": 100}):
        yield {"id": one["AutoScalingGroupName"], "was": [one["MinSize"], one["MaxSize"], one["DesiredCapacity"]]}


def is_on(one):
    was = one["was"]
    rules = {
        "ec2": was == "running", "rds": was == "available", "alarm": was is True, "lambda": was != 0,
        "ecs": was != 0, "kinesis": was != 1, "dynamodb": was != [1, 1], "sagemaker": True, "asg": was[-1:] != [0] if isinstance(was, list) else True,
    }
    return rules[one["kind"]]


def act(one, on):
    kind, name, was = one["kind"], one["id"], one["was"]
    c = client(kind, one["region"])
    if kind == "ec2":
        (c.start_instances if on else c.stop_instances)(InstanceIds=name)
    elif kind == "alarm":
        (c.enable_alarm_actions if on else c.disable_alarm_actions)(AlarmNames=name)
    elif kind == "rds":
        (c.start_db_instance if on else c.stop_db_instance)(DBInstanceIdentifier=name)
    elif kind == "ecs":
        c.update_service(cluster=one["cluster"], service=name, desiredCount=was if on else 0)
    elif kind == "lambda" and on and was is None:
        c.delete_function_concurrency(FunctionName=name)
    elif kind == "lambda":
        c.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=was if on else 0)
    elif kind == "kinesis":  # at most double or half in one call
        shards = 1 if on else was
        while shards != (was if on else 1):
            shards = min(was, shards * 2) if on else max(1, -(-shards // 2))
            c.update_shard_count(StreamName=name, TargetShardCount=shards, ScalingType="UNIFORM_SCALING")
    elif kind == "dynamodb":
        read, write = was if on else [1, 1]
        c.update_table(TableName=name, ProvisionedThroughput={"ReadCapacityUnits": read, "WriteCapacityUnits": write})
    elif kind == "sagemaker" and on:
        c.create_endpoint(EndpointName=name, EndpointConfigName=was)
    elif kind == "sagemaker":
        c.delete_endpoint(EndpointName=name)
    elif kind == "asg":
        low, high, wanted = was
        sizes = {"MinSize": low if on else 0, "MaxSize": high, "DesiredCapacity": wanted if on else 0}
        c.update_auto_scaling_group(AutoScalingGroupName=name, **sizes)


def batches(found):
    """One call for many where AWS takes many; the id is then a list."""
    together = collections.defaultdict(list)
    for one in found:
        if one["kind"] in BATCHES:
            together[one["kind"], one["region"]].append(one["id"])
        else:
            yield one
    for (kind, region), ids in together.items():
        for at in range(0, len(ids), BATCHES[kind]):
            yield {"kind": kind, "region": region, "id": ids[at:at + BATCHES[kind]], "was": None}


def read(place):
    kind, region = place
    return [dict(one, kind=kind, region=region) for one in globals()["discover_" + kind](client(kind, region))]


def attempt(one):
    try:
        act(one, args.command == "resume")
    except Exception as error:
        errors.append("%s %s: %s" % (one["kind"], one["id"], error))


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("command", choices=["discover", "pause", "resume"])
parser.add_argument("--state", required=True)
parser.add_argument("--kinds", default="ec2,rds,ecs,lambda,alarm,asg")
parser.add_argument("--threads", type=int, default=32)
args = parser.parse_args()
guard()
pool, deep, errors = ThreadPoolExecutor(args.threads), ThreadPoolExecutor(args.threads), []
started = time.time()
if args.command == "resume":
    todo = json.load(open(args.state))
else:
    places = [(kind, region) for region in REGIONS for kind in args.kinds.split(",")]
    todo = [one for found in pool.map(read, places) for one in found if is_on(one)]
if args.command == "pause":
    json.dump(todo, open(args.state, "w"))
if args.command != "discover":
    list(pool.map(attempt, batches(todo)))
print(json.dumps({"seconds": round(time.time() - started, 2), "resources": len(todo), "errors": errors}))
