namespace Graft.Networks.Families;

/// <summary>The five kinds of Inception block, lettered as in torchvision, with all widths divided for the tiny twin.</summary>
internal sealed class InceptionBlocks(string name, int divisor)
{
    private static readonly Window Row = new(1, 7, 1, new Padding(0, 3));
    private static readonly Window Column = new(7, 1, 1, new Padding(3, 0));
    private static readonly Window ShortRow = new(1, 3, 1, new Padding(0, 1));
    private static readonly Window ShortColumn = new(3, 1, 1, new Padding(1, 0));

    public GraphBuilder Graph { get; } = new(name) { Initialisation = Initialisation.TruncatedNormal };

    /// <summary>Convolution, batch norm with an epsilon of 0.001, ReLU.</summary>
    public int Conv(string name, int x, int width, Window window) =>
        Graph.Relu(Graph.Norm($"{name}.bn", Graph.Conv($"{name}.conv", x, width / divisor, window), epsilon: 1e-3));

    public int A(string name, int x, int pool)
    {
        var one = Conv($"{name}.branch1x1", x, 64, Window.Square(1));
        var five = Conv($"{name}.branch5x5_2", Conv($"{name}.branch5x5_1", x, 48, Window.Square(1)), 64, Window.Square(5, 1, 2));
        var three = Conv($"{name}.branch3x3dbl_2", Conv($"{name}.branch3x3dbl_1", x, 64, Window.Square(1)), 96, Window.Square(3, 1, 1));
        three = Conv($"{name}.branch3x3dbl_3", three, 96, Window.Square(3, 1, 1));
        return Graph.Concatenate(one, five, three, Pooled(name, x, pool));
    }

    public int B(string name, int x)
    {
        var three = Conv($"{name}.branch3x3", x, 384, Window.Square(3, 2));
        var twice = Conv($"{name}.branch3x3dbl_2", Conv($"{name}.branch3x3dbl_1", x, 64, Window.Square(1)), 96, Window.Square(3, 1, 1));
        twice = Conv($"{name}.branch3x3dbl_3", twice, 96, Window.Square(3, 2));
        return Graph.Concatenate(three, twice, Graph.MaxPool(x, Window.Square(3, 2)));
    }

    public int C(string name, int x, int width)
    {
        var one = Conv($"{name}.branch1x1", x, 192, Window.Square(1));
        var seven = Conv($"{name}.branch7x7_2", Conv($"{name}.branch7x7_1", x, width, Window.Square(1)), width, Row);
        seven = Conv($"{name}.branch7x7_3", seven, 192, Column);
        var twice = Conv($"{name}.branch7x7dbl_2", Conv($"{name}.branch7x7dbl_1", x, width, Window.Square(1)), width, Column);
        twice = Conv($"{name}.branch7x7dbl_4", Conv($"{name}.branch7x7dbl_3", twice, width, Row), width, Column);
        twice = Conv($"{name}.branch7x7dbl_5", twice, 192, Row);
        return Graph.Concatenate(one, seven, twice, Pooled(name, x, 192));
    }

    public int D(string name, int x)
    {
        var three = Conv($"{name}.branch3x3_2", Conv($"{name}.branch3x3_1", x, 192, Window.Square(1)), 320, Window.Square(3, 2));
        var seven = Conv($"{name}.branch7x7x3_2", Conv($"{name}.branch7x7x3_1", x, 192, Window.Square(1)), 192, Row);
        seven = Conv($"{name}.branch7x7x3_4", Conv($"{name}.branch7x7x3_3", seven, 192, Column), 192, Window.Square(3, 2));
        return Graph.Concatenate(three, seven, Graph.MaxPool(x, Window.Square(3, 2)));
    }

    public int E(string name, int x)
    {
        var one = Conv($"{name}.branch1x1", x, 320, Window.Square(1));
        var three = Conv($"{name}.branch3x3_1", x, 384, Window.Square(1));
        three = Graph.Concatenate(Conv($"{name}.branch3x3_2a", three, 384, ShortRow), Conv($"{name}.branch3x3_2b", three, 384, ShortColumn));
        var twice = Conv($"{name}.branch3x3dbl_2", Conv($"{name}.branch3x3dbl_1", x, 448, Window.Square(1)), 384, Window.Square(3, 1, 1));
        twice = Graph.Concatenate(Conv($"{name}.branch3x3dbl_3a", twice, 384, ShortRow), Conv($"{name}.branch3x3dbl_3b", twice, 384, ShortColumn));
        return Graph.Concatenate(one, three, twice, Pooled(name, x, 192));
    }

    private int Pooled(string name, int x, int width) =>
        Conv($"{name}.branch_pool", Graph.AveragePool(x, Window.Square(3, 1, 1)), width, Window.Square(1));
}
