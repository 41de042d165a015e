variable "image" {
  type = string
}

variable "subnet_id" {
  type = string
}

variable "tags" {
  type = map(string)
}

locals {
  # Whether it is written that it has a public address; both have one, as the subnet gives it.
  machines = { written = true, given = null }
}

resource "aws_instance" "api" {
  for_each                    = local.machines
  ami                         = var.image
  instance_type               = "t3.micro"
  subnet_id                   = var.subnet_id
  associate_public_ip_address = each.value
  tags                        = merge(var.tags, { Name = each.key })
}
