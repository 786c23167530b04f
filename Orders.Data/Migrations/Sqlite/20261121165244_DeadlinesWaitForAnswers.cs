using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orders.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DeadlinesWaitForAnswers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "asked",
                table: "deadlines",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "asked_at",
                table: "deadlines",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "asked_since",
                table: "deadlines",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "known_topics",
                columns: table => new
                {
                    topic = table.Column<string>(type: "TEXT", maxLength: 249, nullable: false),
                    topic_id = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_known_topics", x => x.topic);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "known_topics");

            migrationBuilder.DropColumn(
                name: "asked",
                table: "deadlines");

            migrationBuilder.DropColumn(
                name: "asked_at",
                table: "deadlines");

            migrationBuilder.DropColumn(
                name: "asked_since",
                table: "deadlines");
        }
    }
}
