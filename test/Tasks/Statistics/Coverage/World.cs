using Graft.Tasks;

namespace Graft.Tests.Coverage;

/// <summary>A world whose metrics are known: images are drawn from it and measured as those of a user are.</summary>
internal abstract class World
{
    /// <summary>Resamples of each interval; users get more.</summary>
    protected const int Resamples = 200;

    /// <summary>What the images are like.</summary>
    public abstract string Name { get; }

    /// <summary>Metrics of a sample, each with its interval and its value in the world.</summary>
    /// <param name="images">Images of the sample.</param>
    /// <param name="truth">The value that the main metric has in the world.</param>
    /// <param name="random">Draws the sample.</param>
    public abstract IEnumerable<(string Metric, ConfidenceInterval? Interval, double Truth)> Draw(int images, double truth, SeededRandom random);
}
