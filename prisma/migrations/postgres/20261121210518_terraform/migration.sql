-- CreateTable
CREATE TABLE "TerraformState" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "lineage" TEXT NOT NULL,
    "serial" INTEGER NOT NULL,
    "importedAt" TIMESTAMP(3) NOT NULL,
    "importedBy" TEXT NOT NULL,

    CONSTRAINT "TerraformState_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TerraformAddress" (
    "stateId" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "nativeId" TEXT NOT NULL,
    "arn" TEXT NOT NULL,

    CONSTRAINT "TerraformAddress_pkey" PRIMARY KEY ("stateId","address")
);

-- CreateIndex
CREATE UNIQUE INDEX "TerraformState_accountId_lineage_key" ON "TerraformState"("accountId", "lineage");

-- CreateIndex
CREATE INDEX "TerraformAddress_type_stateId_idx" ON "TerraformAddress"("type", "stateId");

-- AddForeignKey
ALTER TABLE "TerraformAddress" ADD CONSTRAINT "TerraformAddress_stateId_fkey" FOREIGN KEY ("stateId") REFERENCES "TerraformState"("id") ON DELETE CASCADE ON UPDATE CASCADE;
