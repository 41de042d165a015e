#!/usr/bin/env python3
"""The fewest API calls for the crowd under AWS's page and batch limits, by phase and operation.

  floor.py [--scale 1] [--kinds ec2,rds,ecs,lam,alarm,asg]

"lists" is what fills a first screen; "all that resume needs" adds the calls that go one by one; a group is paused by
suspending its processes, its members ride in the batch of instances.
"""
import argparse, json, math
from crowd import REGIONS, SIZES, share

p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
p.add_argument("--scale", type=float, default=1)
p.add_argument("--kinds", default="ec2,rds,ecs,lam,alarm,asg")
a = p.parse_args()
kinds = a.kinds.split(",")
pages = lambda n, per: max(1, math.ceil(n / per))
on = lambda n: n - n // 10  # every tenth was already off
total = {}


def add(phase, kind, operation, calls):
    if kind in kinds:
        ops = total.setdefault(phase, {})
        ops[operation] = ops.get(operation, 0) + calls


for i, region in enumerate(REGIONS):
    s = {k: share(max(1, round(v * a.scale)), i, len(REGIONS)) for k, v in SIZES.items()}
    for phase in ("lists", "all that resume needs"):
        add(phase, "ec2", "ec2:DescribeInstances", pages(s["ec2"], 1000))
        add(phase, "rds", "rds:DescribeDBInstances", pages(s["rds"], 100))
        add(phase, "ecs", "ecs:ListClusters", 1)
        add(phase, "ecs", "ecs:ListServices", pages(s["ecs"], 100))
        add(phase, "ecs", "ecs:DescribeServices", pages(s["ecs"], 10))
        add(phase, "lam", "lambda:ListFunctions", pages(s["lam"], 50))
        add(phase, "alarm", "cloudwatch:DescribeAlarms", pages(s["alarm"], 100))
        add(phase, "kinesis", "kinesis:ListStreams", pages(s["kinesis"], 100))
        add(phase, "ddb", "dynamodb:ListTables", pages(s["ddb"], 100))
        add(phase, "sm", "sagemaker:ListEndpoints", pages(s["sm"], 100))
        add(phase, "asg", "autoscaling:DescribeAutoScalingGroups", pages(s["asg"], 100))
    add("all that resume needs", "lam", "lambda:GetFunctionConcurrency", s["lam"])
    add("all that resume needs", "kinesis", "kinesis:DescribeStreamSummary", s["kinesis"])
    add("all that resume needs", "ddb", "dynamodb:DescribeTable", s["ddb"])
    add("all that resume needs", "sm", "sagemaker:DescribeEndpoint", s["sm"])
    halvings = sum((0, 1, 2, 2)[j % 4] for j in range(s["kinesis"]))
    for phase, verb, alarms in (("pause", "Stop", "Disable"), ("resume", "Start", "Enable")):
        add(phase, "ec2", f"ec2:{verb}Instances", pages(on(s["ec2"]), 1000))
        add(phase, "rds", f"rds:{verb}DBInstance", on(s["rds"]))
        add(phase, "ecs", "ecs:UpdateService", on(s["ecs"]))
        add(phase, "lam", "lambda:PutFunctionConcurrency", s["lam"])
        add(phase, "alarm", f"cloudwatch:{alarms}AlarmActions", pages(on(s["alarm"]), 100))
        add(phase, "kinesis", "kinesis:UpdateShardCount", halvings)
        add(phase, "ddb", "dynamodb:UpdateTable", s["ddb"])
        add(phase, "sm", "sagemaker:DeleteEndpoint" if verb == "Stop" else "sagemaker:CreateEndpoint", s["sm"])
        add(phase, "asg", f"autoscaling:{'Suspend' if verb == 'Stop' else 'Resume'}Processes", s["asg"])

print(json.dumps({phase: {"calls": sum(ops.values()), "operations": ops} for phase, ops in total.items()}, indent=1))
