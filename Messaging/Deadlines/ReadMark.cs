namespace Messaging;

/// <summary>
/// Up to which moment a group has read its topics: the latest one for which everything that was on them by then is
/// done. A deadline that falls due behind it may be answered by something that lies unread, and waits.
/// </summary>
internal sealed class ReadMark(IReadOnlyList<IReadProgress> topics)
{
    private const int MostSamples = 100;

    private readonly List<Sample> samples = [];

    /// <summary>Null as long as nothing is known.</summary>
    public DateTime? ReadUpTo { get; private set; }

    /// <summary>Samples the ends of the topics, and compares what is done with the ends of earlier samples.</summary>
    /// <param name="now">The moment of the sample.</param>
    public void Look(DateTime now)
    {
        // A clock was ahead when these were taken.
        samples.RemoveAll(sample => sample.At > now);
        if (ReadUpTo > now)
            ReadUpTo = null;

        // The ends first: what arrives between the two requests belongs to the next sample.
        var ends = topics.SelectMany(topic => topic.Ends()).ToDictionary();
        if (samples.Exists(sample => sample.Ends.Any(end => ends.GetValueOrDefault(end.Key) < end.Value)))
        {
            // The topic is a new one, or was wiped: what was sampled of the old one says nothing.
            samples.Clear();
        }

        // A long list of samples is of no use: what has not been done for so long is not done in the next moment
        // either.
        if (samples.Count == MostSamples)
            samples.RemoveRange(1, MostSamples / 2);
        samples.Add(new Sample(now, ends));
        var done = topics.SelectMany(topic => topic.Done()).ToDictionary();
        var last = samples.FindLastIndex(
            sample => sample.Ends.All(end => done.GetValueOrDefault(end.Key) >= end.Value));
        if (last < 0)
            return;
        ReadUpTo = samples[last].At;
        samples.RemoveRange(0, last + 1);
    }

    private sealed record Sample(DateTime At, Dictionary<(string Topic, int Partition), long> Ends);
}

/// <summary>How far a group is on a topic.</summary>
internal interface IReadProgress
{
    /// <summary>The offset behind the last record of each partition.</summary>
    IReadOnlyList<KeyValuePair<(string Topic, int Partition), long>> Ends();

    /// <summary>
    /// The offset behind the last record of each partition that is done, and so is everything before it.
    /// </summary>
    IReadOnlyList<KeyValuePair<(string Topic, int Partition), long>> Done();
}
