-- CreateTable
CREATE TABLE "CostAmount" (
    "accountId" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "unblended" BIGINT NOT NULL,
    "amortized" BIGINT,
    "netUnblended" BIGINT,
    "isFinal" BOOLEAN NOT NULL,

    CONSTRAINT "CostAmount_pkey" PRIMARY KEY ("accountId","by","day","service","value")
);

-- CreateTable
CREATE TABLE "CostReading" (
    "accountId" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "readAt" TIMESTAMP(3),
    "failedAt" TIMESTAMP(3),
    "knownFrom" TEXT,
    "knownUntil" TEXT,
    "lastDays" INTEGER,
    "lastRequests" INTEGER,
    "fault" TEXT,
    "forecast" TEXT,
    "anomalies" TEXT,

    CONSTRAINT "CostReading_pkey" PRIMARY KEY ("accountId","by")
);

-- CreateTable
CREATE TABLE "PaidRequest" (
    "accountId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "PaidRequest_pkey" PRIMARY KEY ("accountId","day","what")
);

-- CreateTable
CREATE TABLE "CostAnomaly" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "foundAt" TIMESTAMP(3) NOT NULL,
    "detail" TEXT NOT NULL,
    "mark" TEXT,
    "markedBy" TEXT,
    "markedAt" TIMESTAMP(3),

    CONSTRAINT "CostAnomaly_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Budget" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "limit" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "thresholds" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Budget_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BudgetFiring" (
    "key" TEXT NOT NULL,
    "budgetId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "period" TEXT NOT NULL,
    "on" TEXT NOT NULL,
    "share" DOUBLE PRECISION NOT NULL,
    "limit" BIGINT NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "BudgetFiring_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Idleness" (
    "resourceId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "readAt" TIMESTAMP(3) NOT NULL,
    "verdict" TEXT NOT NULL,

    CONSTRAINT "Idleness_pkey" PRIMARY KEY ("resourceId")
);

-- CreateTable
CREATE TABLE "SpendSample" (
    "accountId" TEXT NOT NULL,
    "hour" TIMESTAMP(3) NOT NULL,
    "running" BIGINT NOT NULL,
    "pausedAway" BIGINT NOT NULL,
    "unpriced" INTEGER NOT NULL,

    CONSTRAINT "SpendSample_pkey" PRIMARY KEY ("accountId","hour")
);

-- CreateTable
CREATE TABLE "ListPrice" (
    "table" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "rate" TEXT,
    "sku" TEXT,
    "asOf" TEXT,
    "readAt" TIMESTAMP(3) NOT NULL,
    "reason" TEXT,

    CONSTRAINT "ListPrice_pkey" PRIMARY KEY ("table","key","region")
);

-- CreateIndex
CREATE INDEX "CostAnomaly_day_idx" ON "CostAnomaly"("day");

-- CreateIndex
CREATE UNIQUE INDEX "CostAnomaly_accountId_service_day_key" ON "CostAnomaly"("accountId", "service", "day");

-- CreateIndex
CREATE UNIQUE INDEX "Budget_name_key" ON "Budget"("name");

-- CreateIndex
CREATE INDEX "BudgetFiring_budgetId_at_idx" ON "BudgetFiring"("budgetId", "at");

-- CreateIndex
CREATE INDEX "Idleness_accountId_idx" ON "Idleness"("accountId");

-- AddForeignKey
ALTER TABLE "BudgetFiring" ADD CONSTRAINT "BudgetFiring_budgetId_fkey" FOREIGN KEY ("budgetId") REFERENCES "Budget"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- CreateTable
CREATE TABLE "LogExport" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "resourceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "bucket" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "from" TIMESTAMP(3) NOT NULL,
    "to" TIMESTAMP(3) NOT NULL,
    "state" TEXT NOT NULL,
    "taskId" TEXT,
    "fault" TEXT,
    "askedAt" TIMESTAMP(3) NOT NULL,
    "askedBy" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3),
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "LogExport_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "LogExport_state_askedAt_idx" ON "LogExport"("state", "askedAt");

-- CreateIndex
CREATE INDEX "LogExport_resourceId_askedAt_idx" ON "LogExport"("resourceId", "askedAt");
