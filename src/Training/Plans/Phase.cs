using Graft.Networks;

namespace Graft.Training;

/// <summary>A stretch of training with one set of trained stages.</summary>
/// <param name="Epochs">Passes over the training images.</param>
/// <param name="TrainFrom">First trained stage; those before it are frozen: no gradient, no moving statistics.</param>
/// <param name="LearningRate">Highest rate of the last stage, reached after the warm-up.</param>
/// <param name="DecayPerStage">Factor on the rate for each stage further from the last.</param>
public sealed record Phase(int Epochs, string TrainFrom, double LearningRate, double DecayPerStage = 1)
{
    /// <summary>Highest rate of a stage in this phase, or null where it is frozen. Stages without parameters do not count as steps.</summary>
    /// <exception cref="GraftException">The graph has no such stage.</exception>
    public double? RateOf(Graph graph, string stage)
    {
        graph.StageNamed(stage);
        graph.StageNamed(TrainFrom);
        var filled = graph.Parameters.Where(spec => spec.IsTrainable).Select(spec => spec.Stage).ToHashSet();
        var order = graph.Stages.Select(s => s.Name).ToList();
        if (order.IndexOf(stage) < order.IndexOf(TrainFrom)) return null;
        return LearningRate * Math.Pow(DecayPerStage, order.Skip(order.IndexOf(stage) + 1).Count(filled.Contains));
    }
}
