using Graft.Imaging;
using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>
/// Makes a graph ready to run. Training wants this for its frozen prefix and does not know Runtime; the front door supplies
/// Runtime's.
/// </summary>
public interface IForwardFactory
{
    /// <summary>A runnable form of <paramref name="graph"/>, normalisation included, batch norm folded.</summary>
    IForward Create(Graph graph, ParameterSet parameters, Preprocess preprocess);

    /// <summary>What its answers are kept under: those of another engine, or of other ranges of 8 bits, are others.</summary>
    internal string Key => GetType().Name;
}
