-- CreateTable
CREATE TABLE "TerraformState" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "lineage" TEXT NOT NULL,
    "serial" INTEGER NOT NULL,
    "importedAt" DATETIME NOT NULL,
    "importedBy" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "TerraformAddress" (
    "stateId" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "nativeId" TEXT NOT NULL,
    "arn" TEXT NOT NULL,

    PRIMARY KEY ("stateId", "address"),
    CONSTRAINT "TerraformAddress_stateId_fkey" FOREIGN KEY ("stateId") REFERENCES "TerraformState" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "TerraformState_accountId_lineage_key" ON "TerraformState"("accountId", "lineage");

-- CreateIndex
CREATE INDEX "TerraformAddress_type_stateId_idx" ON "TerraformAddress"("type", "stateId");
