using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Payments.Worker.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class InitialCreate : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "dead_letters",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    reader_group = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false, collation: "Latin1_General_100_BIN2"),
                    exception_type = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    message = table.Column<string>(type: "nvarchar(1024)", maxLength: 1024, nullable: false, collation: "Latin1_General_100_BIN2"),
                    stack_trace = table.Column<string>(type: "nvarchar(max)", maxLength: 8192, nullable: true, collation: "Latin1_General_100_BIN2"),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    topic = table.Column<string>(type: "nvarchar(249)", maxLength: 249, nullable: false, collation: "Latin1_General_100_BIN2"),
                    record_partition = table.Column<int>(type: "int", nullable: true),
                    record_offset = table.Column<long>(type: "bigint", nullable: true),
                    record_time = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false),
                    failed_at = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false),
                    message_type = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    message_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    record_key = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    headers = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    value = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    replay_count = table.Column<int>(type: "int", nullable: false),
                    replayed_at = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: true),
                    replayed_by = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    discarded_at = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: true),
                    discarded_by = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    discard_reason = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dead_letters", x => x.id)
                        .Annotation("SqlServer:Clustered", false);
                });

            migrationBuilder.CreateTable(
                name: "operator_actions",
                columns: table => new
                {
                    seq = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    action_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false),
                    actor = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    action = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: false, collation: "Latin1_General_100_BIN2"),
                    correlation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    reason = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    is_done = table.Column<bool>(type: "bit", nullable: false),
                    fingerprint = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    message_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    answer = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_operator_actions", x => x.seq);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    topic = table.Column<string>(type: "nvarchar(249)", maxLength: 249, nullable: false, collation: "Latin1_General_100_BIN2"),
                    record_key = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    headers = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    value = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox", x => new { x.owner, x.number });
                });

            migrationBuilder.CreateTable(
                name: "outbox_owners",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    last_group = table.Column<long>(type: "bigint", nullable: false),
                    lease_until = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false),
                    adopted_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox_owners", x => x.owner);
                });

            migrationBuilder.CreateTable(
                name: "payment_attempts",
                columns: table => new
                {
                    idempotency_key = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    order_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false, collation: "Latin1_General_100_BIN2"),
                    number = table.Column<int>(type: "int", nullable: false),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false, collation: "Latin1_General_100_BIN2"),
                    due_at = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: true),
                    claimed_until = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false),
                    tries = table.Column<int>(type: "int", nullable: false),
                    last_error = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2"),
                    outcome_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    created_at = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false),
                    updated_at = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payment_attempts", x => x.idempotency_key);
                });

            migrationBuilder.CreateTable(
                name: "payments",
                columns: table => new
                {
                    order_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    status = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: true, collation: "Latin1_General_100_BIN2"),
                    payment_token = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    payment_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    captured_minor = table.Column<long>(type: "bigint", nullable: false),
                    refunded_minor = table.Column<long>(type: "bigint", nullable: false),
                    is_undone = table.Column<bool>(type: "bit", nullable: false),
                    is_waived = table.Column<bool>(type: "bit", nullable: false),
                    refund_attempts = table.Column<int>(type: "int", nullable: false),
                    calls = table.Column<int>(type: "int", nullable: false),
                    charge_outcome_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    charge_outcome_type = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    charge_outcome_value = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    refund_outcome_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    refund_outcome_type = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    refund_outcome_value = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    waiver_outcome_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    waiver_outcome_type = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    waiver_outcome_value = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    conversation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    trace_parent = table.Column<string>(type: "nvarchar(55)", maxLength: 55, nullable: true, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false),
                    updated_at = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payments", x => x.order_id)
                        .Annotation("SqlServer:Clustered", false);
                });

            migrationBuilder.CreateIndex(
                name: "ix_dead_letters_failed_at",
                table: "dead_letters",
                column: "failed_at")
                .Annotation("SqlServer:Clustered", true);

            migrationBuilder.CreateIndex(
                name: "ix_dead_letters_open",
                table: "dead_letters",
                columns: new[] { "discarded_at", "replay_count", "reason" });

            migrationBuilder.CreateIndex(
                name: "ix_operator_actions_correlation_id",
                table: "operator_actions",
                columns: new[] { "correlation_id", "seq" });

            migrationBuilder.CreateIndex(
                name: "ux_operator_actions_id",
                table: "operator_actions",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_payment_attempts_due_at",
                table: "payment_attempts",
                column: "due_at");

            migrationBuilder.CreateIndex(
                name: "ix_payments_created_at",
                table: "payments",
                column: "created_at")
                .Annotation("SqlServer:Clustered", true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "dead_letters");

            migrationBuilder.DropTable(
                name: "operator_actions");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "outbox_owners");

            migrationBuilder.DropTable(
                name: "payment_attempts");

            migrationBuilder.DropTable(
                name: "payments");
        }
    }
}
