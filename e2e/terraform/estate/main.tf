# A small estate of what most accounts have, with what a pause would show as drift written out where it can be.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "testing"
  secret_key                  = "testing"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}

locals {
  tags = { Environment = "dev" }
}

data "aws_ami" "any" {
  most_recent = true
  owners      = ["amazon"]
}

data "aws_subnets" "all" {}

module "web" {
  source    = "./web"
  image     = data.aws_ami.any.id
  subnet_id = data.aws_subnets.all.ids[0]
  tags      = local.tags
}

resource "aws_launch_template" "workers" {
  name          = "workers"
  image_id      = data.aws_ami.any.id
  instance_type = "t3.micro"
}

resource "aws_autoscaling_group" "workers" {
  name                = "workers"
  min_size            = 1
  max_size            = 3
  desired_capacity    = 2
  vpc_zone_identifier = [data.aws_subnets.all.ids[0]]
  launch_template {
    id      = aws_launch_template.workers.id
    version = "$Latest"
  }
  tag {
    key                 = "Environment"
    value               = "dev"
    propagate_at_launch = true
  }
}

resource "aws_ecs_cluster" "shop" {
  name = "shop"
}

resource "aws_ecs_task_definition" "checkout" {
  family                   = "checkout"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 256
  memory                   = 512
  container_definitions    = jsonencode([{ name = "app", image = "app:1", essential = true }])
}

resource "aws_ecs_service" "checkout" {
  name            = "checkout"
  cluster         = aws_ecs_cluster.shop.id
  task_definition = aws_ecs_task_definition.checkout.arn
  desired_count   = 2
  launch_type     = "FARGATE"
  network_configuration {
    subnets = [data.aws_subnets.all.ids[0]]
  }
  lifecycle {
    # The test server does not know it.
    ignore_changes = [availability_zone_rebalancing]
  }
  tags = local.tags
}

resource "aws_appautoscaling_target" "checkout" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${aws_ecs_cluster.shop.name}/${aws_ecs_service.checkout.name}"
  min_capacity       = 1
  max_capacity       = 4
  tags               = local.tags
}

resource "aws_iam_role" "quote" {
  name = "quote"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_lambda_function" "quote" {
  function_name    = "quote"
  role             = aws_iam_role.quote.arn
  handler          = "index.handler"
  runtime          = "nodejs20.x"
  filename         = "${path.module}/function.zip"
  source_code_hash = filebase64sha256("${path.module}/function.zip")
  tags             = local.tags
}

resource "aws_cloudwatch_metric_alarm" "cpu" {
  alarm_name          = "cpu"
  namespace           = "AWS/EC2"
  metric_name         = "CPUUtilization"
  comparison_operator = "GreaterThanThreshold"
  statistic           = "Average"
  evaluation_periods  = 1
  period              = 60
  threshold           = 80
  tags                = local.tags
}

resource "aws_db_instance" "orders" {
  identifier          = "orders"
  engine              = "postgres"
  instance_class      = "db.t3.micro"
  allocated_storage   = 20
  username            = "postgres"
  password            = "a-secret-that-stays-at-home"
  skip_final_snapshot = true
  tags                = local.tags
}

resource "aws_kinesis_stream" "clicks" {
  name        = "clicks"
  shard_count = 4
  tags        = local.tags
}

resource "aws_dynamodb_table" "carts" {
  name           = "carts"
  hash_key       = "id"
  read_capacity  = 5
  write_capacity = 5
  attribute {
    name = "id"
    type = "S"
  }
  tags = local.tags
}

resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "nightly"
  schedule_expression = "rate(1 day)"
  state               = "ENABLED"
  tags                = local.tags
}

resource "aws_scheduler_schedule" "report" {
  name                = "report"
  schedule_expression = "rate(1 day)"
  flexible_time_window {
    mode = "OFF"
  }
  target {
    arn      = aws_lambda_function.quote.arn
    role_arn = aws_iam_role.quote.arn
  }
}
