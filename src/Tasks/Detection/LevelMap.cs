namespace Graft.Tasks;

/// <summary>What a detector says about the anchors of one pyramid level, for a batch; everything lies place by place.</summary>
/// <param name="Height">Rows of the map.</param>
/// <param name="Width">Columns of the map.</param>
/// <param name="Scores">Logits: N x Height x Width x anchors (x classes).</param>
/// <param name="Codes">Box codes: N x Height x Width x anchors x 4.</param>
public sealed record LevelMap(int Height, int Width, float[] Scores, float[] Codes);
