namespace Messaging;

/// <content>How much of its work may be unfinished.</content>
internal sealed partial class TopicConsumer
{
    private static readonly TimeSpan PausePatience = TimeSpan.FromMilliseconds(250);

    private bool isPaused;
    private bool hasFreshPartitions;
    private int inFlight;
    private long bytesInFlight;

    /// <summary>
    /// A pause throws away what the client has fetched, and it takes up to a second to begin again. So what is only
    /// busy is waited for a moment, and what is stuck is paused.
    /// </summary>
    private void PauseOrResume()
    {
        if (!isPaused && IsFull)
        {
            var until = Environment.TickCount64 + (long)PausePatience.TotalMilliseconds;
            while (!IsHalfEmpty && Environment.TickCount64 < until)
                Thread.Sleep(1);
        }

        if (IsFull && (!isPaused || hasFreshPartitions))
        {
            consumer!.Pause(consumer.Assignment);
            isPaused = true;
            hasFreshPartitions = false;
        }
        else if (isPaused && IsHalfEmpty)
        {
            consumer!.Resume(consumer.Assignment);
            isPaused = false;
        }
    }

    private bool IsFull => Volatile.Read(ref inFlight) >= connection.Options.MaxInFlight
        || Volatile.Read(ref bytesInFlight) >= connection.Options.MaxBytesInFlight;

    private bool IsHalfEmpty => Volatile.Read(ref inFlight) <= connection.Options.MaxInFlight / 2
        && Volatile.Read(ref bytesInFlight) <= connection.Options.MaxBytesInFlight / 2;
}
