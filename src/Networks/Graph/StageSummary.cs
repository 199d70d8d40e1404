namespace Graft.Networks;

/// <summary>One line of a <see cref="GraphSummary"/>.</summary>
/// <param name="Stage">Name of the stage, or "auxiliary" for the classifier that only training uses.</param>
/// <param name="Output">Shape of its output for one image: [C, H, W] or [F].</param>
/// <param name="Parameters">Trainable values.</param>
/// <param name="MultiplyAdds">Multiply-adds for one image.</param>
internal sealed record StageSummary(string Stage, IReadOnlyList<int> Output, long Parameters, long MultiplyAdds);
