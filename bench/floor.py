#!/usr/bin/env python3
"""The fewest API calls for the crowd under AWS's page and batch limits, by phase and operation.

  floor.py [--scale 1] [--kinds ec2,rds,ecs,lambda,alarm,asg] [--latency 60-120] [--limits limits.json]

lists                    what fills a first screen
all that resume needs    the lists, and the calls that go one by one
all that Standby shows   these, and what prices, hazards and protection are told from: status checks, volumes, scaling
                         targets, event sources, tags, instance refreshes, and whose account it is
pause, resume            the changing calls; a group is paused by suspending its processes, its members ride in the
                         batch of instances
pause, read back         these, and reading each changed thing once: by lists where AWS has one that tells

"seconds" of pause and resume, from the first changing call to the answer of the last, by latency and token buckets alone:
atOnce sends all of it at the same moment, inOrder waits for what has to be seen off (or up) before (docs/decisions/0012).
"""
import argparse, json, math
from crowd import REGIONS, SIZES, share

p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
p.add_argument("--scale", type=float, default=1)
p.add_argument("--kinds", default="ec2,rds,ecs,lambda,alarm,asg")
p.add_argument("--latency", default="60-120")
p.add_argument("--limits")
a = p.parse_args()
kinds = a.kinds.split(",")
pages = lambda n, per: max(1, math.ceil(n / per))
on = lambda n: n - n // 10  # every tenth was already off
total = {}
seconds = {}
call = sum(map(float, a.latency.split("-"))) / 2000
limits = json.load(open(a.limits)) if a.limits else {}


def wait(bucket, calls):
    """Seconds until the last of so many calls may leave, after the first."""
    limit = limits.get(bucket)
    return max(0, calls - limit["burst"]) / limit["rate"] if limit else 0


def seconds_of(verb, s):
    """(all at once, in order) for one region: each stage in calls after one another, or what its bucket takes."""
    steps = max([(0, 1, 2, 2)[j % 4] for j in range(s["kinesis"])], default=0)
    resizes = wait("kinesis:UpdateShardCount", sum((0, 1, 2, 2)[j % 4] for j in range(s["kinesis"])))
    functions = wait("lambda:*", s["lambda"]) + call
    streams = max(resizes + call, (2 * steps - 1) * call)
    services = wait("ecs:UpdateService", on(s["ecs"])) + call
    at_once = {"lambda": functions, "kinesis": streams, "ecs": services}
    # Groups: suspend, read, stop members, read; start members, read, resume health checks, read two lists, resume the rest.
    if verb == "Stop":
        stages = [{"alarm": call}, {"lambda": functions}, {"ecs": services + call}, {"ec2": 2 * call, "asg": 4 * call}]
        stages.append({"kinesis": streams, "rds": call, "dynamodb": call})
    else:
        stages = [{"kinesis": streams + call, "rds": 2 * call, "dynamodb": 2 * call}, {"ec2": 2 * call, "asg": 6 * call}]
        stages += [{"ecs": services + call}, {"lambda": functions}, {"alarm": call}]
    longest = lambda stage: max([time for kind, time in stage.items() if kind in kinds], default=0)
    return max(call, longest(at_once)), sum(map(longest, stages))



def add(phases, kind, operation, calls):
    for phase in phases if kind in kinds else ():
        ops = total.setdefault(phase, {})
        ops[operation] = ops.get(operation, 0) + calls


shown = ["all that Standby shows"]
resumed = ["all that resume needs", *shown]
listed = ["lists", *resumed]
read_back = ["pause, read back", "resume, read back"]
# Their own lists do not carry tags; one list of tags serves all of them.

untagged = [kind for kind in ("alarm", "kinesis", "dynamodb", "sagemaker") if kind in kinds]
for i, region in enumerate(REGIONS):
    s = {k: share(max(1, round(v * a.scale)), i, len(REGIONS)) for k, v in SIZES.items()}
    add([*listed, *read_back], "ec2", "ec2:DescribeInstances", pages(s["ec2"], 1000))
    add([*listed, *read_back], "rds", "rds:DescribeDBInstances", pages(s["rds"], 100))
    add(listed, "ecs", "ecs:ListClusters", 1)
    add(listed, "ecs", "ecs:ListServices", pages(s["ecs"], 100))
    add([*listed, *read_back], "ecs", "ecs:DescribeServices", pages(s["ecs"], 10))
    add(listed, "lambda", "lambda:ListFunctions", pages(s["lambda"], 50))
    add([*listed, *read_back], "alarm", "cloudwatch:DescribeAlarms", pages(s["alarm"], 100))
    add(listed, "kinesis", "kinesis:ListStreams", pages(s["kinesis"], 100))
    add(listed, "dynamodb", "dynamodb:ListTables", pages(s["dynamodb"], 100))
    add([*listed, *read_back], "sagemaker", "sagemaker:ListEndpoints", pages(s["sagemaker"], 100))
    add([*listed, *read_back], "asg", "autoscaling:DescribeAutoScalingGroups", pages(s["asg"], 100))
    add([*resumed, *read_back], "lambda", "lambda:GetFunction", s["lambda"])
    add([*resumed, *read_back], "kinesis", "kinesis:DescribeStreamSummary", s["kinesis"])
    add([*resumed, *read_back], "dynamodb", "dynamodb:DescribeTable", s["dynamodb"])
    add(resumed, "sagemaker", "sagemaker:DescribeEndpoint", s["sagemaker"])
    add(shown, "ec2", "ec2:DescribeInstanceStatus", pages(s["ec2"], 1000))
    add(shown, "ec2", "ec2:DescribeVolumes", pages(s["ec2"], 500))
    add(shown, "ecs", "application-autoscaling:DescribeScalableTargets", 1)
    add(shown, "lambda", "lambda:ListEventSourceMappings", 1)
    add(shown, "asg", "autoscaling:DescribeInstanceRefreshes", s["asg"])
    if untagged:
        add(shown, untagged[0], "tag:GetResources", pages(sum(s[kind] for kind in untagged), 100))
    for phase, verb in (("pause", "Stop"), ("resume", "Start")):
        was = seconds.get(phase, (0, 0))
        seconds[phase] = tuple(map(max, was, seconds_of(verb, s)))
    halvings = sum((0, 1, 2, 2)[j % 4] for j in range(s["kinesis"]))
    for phase, verb, alarms in (("pause", "Stop", "Disable"), ("resume", "Start", "Enable")):
        both = [phase, f"{phase}, read back"]
        add(both, "ec2", f"ec2:{verb}Instances", pages(on(s["ec2"]), 1000))
        add(both, "rds", f"rds:{verb}DBInstance", on(s["rds"]))
        add(both, "ecs", "ecs:UpdateService", on(s["ecs"]))
        add(both, "lambda", "lambda:PutFunctionConcurrency", s["lambda"])
        add(both, "alarm", f"cloudwatch:{alarms}AlarmActions", pages(on(s["alarm"]), 100))
        add(both, "kinesis", "kinesis:UpdateShardCount", halvings)
        add(both, "dynamodb", "dynamodb:UpdateTable", s["dynamodb"])
        add(both, "sagemaker", "sagemaker:DeleteEndpoint" if verb == "Stop" else "sagemaker:CreateEndpoint", s["sagemaker"])
        add(both, "asg", f"autoscaling:{'Suspend' if verb == 'Stop' else 'Resume'}Processes", s["asg"])
add(shown, kinds[0], "sts:GetCallerIdentity", 1)

floors = {phase: {"calls": sum(ops.values()), "operations": ops} for phase, ops in total.items()}
for phase, (at_once, in_order) in seconds.items():
    floors[phase]["seconds"] = {"atOnce": round(at_once, 2), "inOrder": round(in_order, 2)}
print(json.dumps(floors, indent=1))
