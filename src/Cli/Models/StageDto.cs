using Graft.Networks;

namespace Graft.Cli;

/// <summary>One stage of a network: where features can be taken and freezing can end.</summary>
internal sealed record StageDto(string Name, int Stride, int Channels, IReadOnlyList<int> Output, long Parameters, long MultiplyAdds)
{
    public static StageDto Of(Stage stage, StageSummary summary) =>
        new(stage.Name, stage.Stride, stage.Channels, summary.Output, summary.Parameters, summary.MultiplyAdds);
}
