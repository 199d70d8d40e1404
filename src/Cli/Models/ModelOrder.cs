namespace Graft.Cli;

/// <summary>Orders of <c>graft models --sort</c>.</summary>
internal enum ModelOrder
{
    Catalogue,
    Name,
    Params,
    Cost,
    Accuracy,
    Speed,
}
