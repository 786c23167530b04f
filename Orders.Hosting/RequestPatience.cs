using Messaging;
using Microsoft.AspNetCore.Http;

namespace Orders.Hosting;

/// <summary>What a request waits for: a unit of work, or what it has to read.</summary>
public static class RequestPatience
{
    /// <summary>A database that does not answer within this time is an answer too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    /// <summary>
    /// Answers false where the database took too long, so that nobody knows what became of the unit. A client that goes
    /// away takes its unit out while it waits; one that was applied is committed.
    /// </summary>
    public static async Task<bool> IsCommitted(this GroupCommit groupCommit, UnitOfWork unit, HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(groupCommit);
        ArgumentNullException.ThrowIfNull(http);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(Patience);
        try
        {
            await groupCommit.Execute(unit, patience.Token).WaitAsync(patience.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>
    /// Answers with what was read. Where the database is away, or takes too long, that is the answer.
    /// </summary>
    public static async Task<IResult> Answer<TContext, TFound>(
        this Database<TContext> database, HttpContext http, Func<CancellationToken, Task<TFound>> read,
        Func<TFound, IResult> answer)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(answer);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(Patience);
        TFound found;
        try
        {
            found = await read(patience.Token).WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (!http.RequestAborted.IsCancellationRequested
            && (patience.IsCancellationRequested || database.IsAway(exception)))
        {
            return Problem.Overloaded(http, "The database does not answer. Nothing was to be stored: ask again.");
        }

        return answer(found);
    }
}
