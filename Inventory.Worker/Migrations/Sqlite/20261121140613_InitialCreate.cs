using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Inventory.Worker.Migrations.Sqlite
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
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    reader_group = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    exception_type = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    message = table.Column<string>(type: "TEXT", maxLength: 1024, nullable: false),
                    stack_trace = table.Column<string>(type: "TEXT", maxLength: 8192, nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    topic = table.Column<string>(type: "TEXT", maxLength: 249, nullable: false),
                    record_partition = table.Column<int>(type: "INTEGER", nullable: true),
                    record_offset = table.Column<long>(type: "INTEGER", nullable: true),
                    record_time = table.Column<string>(type: "TEXT", nullable: false),
                    failed_at = table.Column<string>(type: "TEXT", nullable: false),
                    message_type = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    message_id = table.Column<string>(type: "TEXT", nullable: true),
                    record_key = table.Column<byte[]>(type: "BLOB", nullable: true),
                    headers = table.Column<byte[]>(type: "BLOB", nullable: false),
                    value = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dead_letters", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    owner = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    topic = table.Column<string>(type: "TEXT", maxLength: 249, nullable: false),
                    record_key = table.Column<byte[]>(type: "BLOB", nullable: true),
                    headers = table.Column<byte[]>(type: "BLOB", nullable: false),
                    value = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox", x => new { x.owner, x.number });
                });

            migrationBuilder.CreateTable(
                name: "outbox_owners",
                columns: table => new
                {
                    owner = table.Column<string>(type: "TEXT", nullable: false),
                    last_group = table.Column<long>(type: "INTEGER", nullable: false),
                    lease_until = table.Column<string>(type: "TEXT", nullable: false),
                    adopted_by = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox_owners", x => x.owner);
                });

            migrationBuilder.CreateTable(
                name: "reservations",
                columns: table => new
                {
                    order_id = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    lines = table.Column<string>(type: "TEXT", nullable: false),
                    reserve_outcome_id = table.Column<string>(type: "TEXT", nullable: true),
                    reserve_outcome_type = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    reserve_outcome_value = table.Column<byte[]>(type: "BLOB", nullable: true),
                    release_outcome_id = table.Column<string>(type: "TEXT", nullable: true),
                    release_outcome_type = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    release_outcome_value = table.Column<byte[]>(type: "BLOB", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<string>(type: "TEXT", nullable: false),
                    updated_at = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reservations", x => x.order_id);
                });

            migrationBuilder.CreateTable(
                name: "stock_items",
                columns: table => new
                {
                    sku = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    on_hand = table.Column<long>(type: "INTEGER", nullable: false),
                    reserved = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stock_items", x => x.sku);
                });

            migrationBuilder.CreateIndex(
                name: "ix_dead_letters_failed_at",
                table: "dead_letters",
                column: "failed_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "dead_letters");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "outbox_owners");

            migrationBuilder.DropTable(
                name: "reservations");

            migrationBuilder.DropTable(
                name: "stock_items");
        }
    }
}
