using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft.Cli;

/// <summary>Gain from transfer learning.</summary>
/// <param name="Transfer">Gradual transfer from the bundled backbone.</param>
/// <param name="Scratch">The same network without pretrained weights, with the same seconds.</param>
/// <param name="Comparison">Both accuracies on the held-out photos, with times and the interval of the difference.</param>
/// <param name="Photo">A held-out photo as the exported file sees it.</param>
/// <param name="TrueClass">What the photo shows.</param>
internal sealed record DemoResult(
    TrainResult<ClassificationReport> Transfer,
    TrainResult<ClassificationReport> Scratch,
    BaselineComparison Comparison,
    ClassificationPrediction Photo,
    string TrueClass)
{
    /// <summary>Metrics of the transferred network on the held-out photos.</summary>
    public ClassificationReport TransferReport => Transfer.Test!;

    /// <summary>Metrics of the network from scratch on the same photos.</summary>
    public ClassificationReport ScratchReport => Scratch.Test!;
}
