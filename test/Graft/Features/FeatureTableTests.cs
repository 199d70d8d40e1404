using System.Text;
using Parquet;
using Parquet.Schema;

namespace Graft.Tests.Features;

public sealed class FeatureTableTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FeatureTable _table = new(["a/1.jpg", "b/2,3.jpg"], ["a", "b"], [1.5f, -2, 0.1f, 3e-9f], 2);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Npy_has_numpys_header_and_the_values_in_rows()
    {
        _table.Save(_folder["f.npy"]);
        var bytes = File.ReadAllBytes(_folder["f.npy"]);
        Assert.Equal(0x93, bytes[0]);
        Assert.Equal("NUMPY", Encoding.ASCII.GetString(bytes, 1, 5));
        Assert.Equal(new byte[] { 1, 0 }, bytes[6..8]);
        var header = BitConverter.ToUInt16(bytes, 8);
        Assert.Equal(0, (10 + header) % 64);
        Assert.Contains("'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)", Encoding.ASCII.GetString(bytes, 10, header));
        Assert.Equal(_table.Values, Enumerable.Range(0, 4).Select(index => BitConverter.ToSingle(bytes, 10 + header + 4 * index)));
        Assert.Equal(["a/1.jpg", "b/2,3.jpg"], File.ReadAllLines(_folder["f.files.txt"]));
    }

    [Fact]
    public void Csv_quotes_names_and_keeps_every_digit()
    {
        _table.Save(_folder["f.csv"]);
        var lines = File.ReadAllLines(_folder["f.csv"]);
        Assert.Equal("file,label,f0,f1", lines[0]);
        Assert.Equal("a/1.jpg,a,1.5,-2", lines[1]);
        Assert.StartsWith("\"b/2,3.jpg\",b,0.1,", lines[2]);
        Assert.Equal(3e-9f, float.Parse(lines[2].Split(',')[^1], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Parquet_has_a_column_for_each_feature()
    {
        _table.Save(_folder["f.parquet"]);
        await using var reader = await ParquetReader.CreateAsync(_folder["f.parquet"]);
        Assert.Equal(["file", "label", "f0", "f1"], reader.Schema.Fields.Select(field => field.Name));
        using var group = reader.OpenRowGroupReader(0);
        Assert.Equal(2, group.RowCount);
        var column = new float[2];
        await group.ReadAsync<float>((DataField)reader.Schema.Fields[3], column);
        Assert.Equal([-2f, 3e-9f], column);
    }

    [Fact]
    public async Task Parquet_comes_in_groups_of_bounded_size_in_the_order_of_the_rows()
    {
        var columns = new FeatureColumns(["a", "b", "c", "d", "e"], null, 3);
        using (var file = File.Create(_folder["g.parquet"]))
        using (var writer = new FeatureParquetWriter(file, columns, groupBytes: 2 * 3 * sizeof(float)))
        {
            writer.Add([0, 1, 2]);
            writer.Add([3, 4, 5, 6, 7, 8, 9, 10, 11]);
            writer.Add([12, 13, 14]);
            writer.Complete();
        }
        await using var reader = await ParquetReader.CreateAsync(_folder["g.parquet"]);
        Assert.Equal(3, reader.RowGroupCount);
        List<float> found = [];
        for (var index = 0; index < 3; index++)
        {
            using var group = reader.OpenRowGroupReader(index);
            var column = new float[group.RowCount];
            await group.ReadAsync<float>((DataField)reader.Schema.Fields[2], column);
            found.AddRange(column);
        }
        Assert.Equal([1, 4, 7, 10, 13], found);
    }

    [Fact]
    public void Another_ending_is_refused_and_nothing_is_written()
    {
        Assert.Contains(".npy, .csv or .parquet", Assert.Throws<GraftException>(() => _table.Save(_folder["f.xls"])).Message);
        Assert.Empty(Directory.GetFiles(_folder.Root));
    }
}
