using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Orders.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class OperatorsActs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "state",
                table: "orders",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.Sql(
                "UPDATE orders SET state = (SELECT current_state FROM sagas WHERE order_id = orders.id);");

            migrationBuilder.AddColumn<string>(
                name: "discard_reason",
                table: "dead_letters",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "discarded_at",
                table: "dead_letters",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "discarded_by",
                table: "dead_letters",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "replay_count",
                table: "dead_letters",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "replayed_at",
                table: "dead_letters",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "replayed_by",
                table: "dead_letters",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "version",
                table: "dead_letters",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "operator_actions",
                columns: table => new
                {
                    seq = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    action_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    action = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    correlation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    is_done = table.Column<bool>(type: "boolean", nullable: false),
                    fingerprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: true),
                    answer = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_operator_actions", x => x.seq);
                });

            migrationBuilder.CreateIndex(
                name: "ix_operator_actions_correlation_id",
                table: "operator_actions",
                columns: new[] { "correlation_id", "seq" });

            migrationBuilder.CreateIndex(
                name: "ux_operator_actions_id",
                table: "operator_actions",
                column: "id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "operator_actions");

            migrationBuilder.DropColumn(
                name: "state",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "discard_reason",
                table: "dead_letters");

            migrationBuilder.DropColumn(
                name: "discarded_at",
                table: "dead_letters");

            migrationBuilder.DropColumn(
                name: "discarded_by",
                table: "dead_letters");

            migrationBuilder.DropColumn(
                name: "replay_count",
                table: "dead_letters");

            migrationBuilder.DropColumn(
                name: "replayed_at",
                table: "dead_letters");

            migrationBuilder.DropColumn(
                name: "replayed_by",
                table: "dead_letters");

            migrationBuilder.DropColumn(
                name: "version",
                table: "dead_letters");
        }
    }
}
