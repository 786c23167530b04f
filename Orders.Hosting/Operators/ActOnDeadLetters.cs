using System.Security.Cryptography;
using System.Text.Json;
using Messaging;
using Microsoft.AspNetCore.Http;

namespace Orders.Hosting;

/// <summary>
/// <c>POST /ops/dead-letters/replay</c> and <c>…/discard</c>: the operator names dead letters or a filter, and may look
/// first at what would be done.
/// </summary>
internal static class ActOnDeadLetters
{
    public static Task<IResult> Replay(HttpContext http, IEnumerable<OperatorRecords> databases) =>
        Handle(http, databases, isReplay: true);

    public static Task<IResult> Discard(HttpContext http, IEnumerable<OperatorRecords> databases) =>
        Handle(http, databases, isReplay: false);

    private static async Task<IResult> Handle(
        HttpContext http, IEnumerable<OperatorRecords> databases, bool isReplay)
    {
        string[] groups = [.. databases.Select(database => database.Group)];
        var (request, errors, problem) = await RequestBody
            .Read(http, OperatorRequestJson.Default.DeadLetterRequest, body => body.Check(groups))
            .ConfigureAwait(false);
        if (problem is not null)
            return problem;
        if (errors.Any)
            return Problem.Invalid(http, errors);

        var act = new Act(request, isReplay, http.Actor());
        var selections = await act.Select(databases, http.RequestAborted).ConfigureAwait(false);
        if (selections.Exists(selection => selection.Earlier is { } row && row.Fingerprint != act.Fingerprint))
            return OperatorProblems.OtherAction(http, act.ActionId);
        var matched = selections.Sum(selection => selection.Matched);
        var isRepeated = selections.Exists(selection => selection.Earlier is not null);
        if (request.Expected is { } expected && expected != matched && !isRepeated)
            return OperatorProblems.OtherCount(http, expected, matched);
        if (request.DryRun == true)
            return TypedResults.Json(
                act.View(selections.ConvertAll(act.Planned)), OperatorViewJson.Default.DeadLetterActView);

        // The same act has the same answer, so where there is nothing to do that is written down too.
        var parts = new List<DeadLetterActView>();
        var concerned = selections.Where(selection =>
            selection.Earlier is not null || selection.Ids.Count > 0 || selection.Skipped.Count > 0);
        foreach (var selection in concerned.DefaultIfEmpty(selections[0]))
        {
            var unit = act.Unit(selection);
            if (!await selection.Database.GroupCommit.IsCommitted(unit, http).ConfigureAwait(false))
                return OperatorProblems.Unanswered(http, act.ActionId);
            var written = (unit.Earlier ?? unit.Action).Answer;
            parts.Add(JsonSerializer.Deserialize(written, OperatorViewJson.Default.DeadLetterActView)!);
        }

        if (isRepeated)
            RouteHeader.SetReplayed(http);
        return TypedResults.Json(
            act.View(parts), OperatorViewJson.Default.DeadLetterActView,
            statusCode: isReplay ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);
    }

    /// <summary>What of one database an act is about.</summary>
    private sealed record Selection(
        OperatorRecords Database, IReadOnlyList<Guid> Ids, int Matched, IReadOnlyList<SkippedView> Skipped,
        OperatorActionRow? Earlier);

    private sealed class Act(DeadLetterRequest request, bool isReplay, string actor)
    {
        private readonly string name = isReplay ? "replay" : "discard";

        public string ActionId { get; } = request.ActionId ?? $"{Guid.CreateVersion7()}";

        public string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(
            [isReplay ? (byte)1 : (byte)0,
                .. JsonSerializer.SerializeToUtf8Bytes(
                    request with { DryRun = null }, OperatorRequestJson.Default.DeadLetterRequest)]));

        private Guid Id => DerivedId.Of($"action/{ActionId}");

        /// <summary>
        /// Each database is a transaction of its own. Where an earlier try ended between two of them, the rest of what
        /// was there then is still to be done; what has come since is not dealt with.
        /// </summary>
        public async Task<List<Selection>> Select(
            IEnumerable<OperatorRecords> databases, CancellationToken cancellationToken)
        {
            var earlier = new List<(OperatorRecords Database, OperatorActionRow? Row)>();
            foreach (var database in databases)
                earlier.Add((database, await database.FindAction(Id, cancellationToken).ConfigureAwait(false)));
            var begun = earlier.Min(tried => tried.Row?.At);
            var selections = new List<Selection>();
            foreach (var (database, row) in earlier)
                selections.Add(await Select(database, row, begun, cancellationToken).ConfigureAwait(false));
            return selections;
        }

        public DeadLetterActView Planned(Selection selection) => Part(selection, selection.Ids);

        public SettleDeadLetters Unit(Selection selection) => new(
            selection.Ids,
            isReplay,
            new OperatorActionRow
            {
                Id = Id,
                ActionId = ActionId,
                At = default,
                Actor = actor,
                Action = $"dead-letters.{name}",
                Reason = request.Reason!,
                IsDone = true,
                Fingerprint = Fingerprint,
                Answer = [],
            },
            unit => JsonSerializer.SerializeToUtf8Bytes(
                Part(selection, unit.Done), OperatorViewJson.Default.DeadLetterActView));

        /// <summary>What is answered for all databases together.</summary>
        public DeadLetterActView View(List<DeadLetterActView> parts)
        {
            var skipped = parts.SelectMany(part => part.Skipped).ToList();
            var known = parts.SelectMany(part => part.Ids).Concat(skipped.Select(part => part.Id)).ToHashSet();
            foreach (var id in request.Ids?.Select(id => id!.Value).Distinct() ?? [])
            {
                if (!known.Contains(id))
                    skipped.Add(new SkippedView(id, "there is no such dead letter"));
            }

            var (matched, done) = (parts.Sum(part => part.Matched), parts.Sum(part => part.Done));
            return new DeadLetterActView(
                ActionId, name, request.DryRun == true, matched, done, matched - done,
                [.. parts.SelectMany(part => part.Ids)], skipped, InWords(matched, done));
        }

        private async Task<Selection> Select(
            OperatorRecords database, OperatorActionRow? earlier, DateTime? begun, CancellationToken cancellationToken)
        {
            if (request.Filter?.ToFilter() is { } filter)
            {
                if (begun < (filter.FailedBefore ?? DateTime.MaxValue))
                    filter = filter with { FailedBefore = begun };
                var (ids, matched) = await database
                    .Select(filter, OperatorRecords.MostPerAct, cancellationToken).ConfigureAwait(false);
                return new Selection(database, ids, matched, [], earlier);
            }

            var asked = request.Ids!.Select(id => id!.Value).Distinct().ToList();
            var heads = await database.Select(asked, cancellationToken).ConfigureAwait(false);
            var discarded = heads.Where(head => head.DiscardedAt is not null)
                .Select(head => new SkippedView(head.Id, $"was discarded by {head.DiscardedBy}: {head.DiscardReason}"));
            var open = heads.Where(head => head.DiscardedAt is null).Select(head => head.Id).ToList();
            return new Selection(database, open, open.Count, [.. discarded], earlier);
        }

        private DeadLetterActView Part(Selection selection, IReadOnlyList<Guid> ids) => new(
            ActionId, name, request.DryRun == true, selection.Matched, ids.Count, selection.Matched - ids.Count, ids,
            selection.Skipped, "");

        private string InWords(int matched, int done)
        {
            if (matched == 0)
                return request.Filter is null
                    ? "None of these ids is a dead letter that could be dealt with."
                    : "The filter matches no dead letter.";
            var verb = (isReplay, request.DryRun == true) switch
            {
                (true, true) => "would be sent to their topics again",
                (true, false) => "are sent to their topics again",
                (false, true) => "would be discarded",
                (false, false) => "are discarded",
            };
            return matched == done
                ? $"{done} dead letters {verb}."
                : $"{done} of {matched} dead letters {verb}; another act is needed for the rest.";
        }
    }
}
