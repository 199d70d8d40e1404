namespace Graft.Data.Tests;

public sealed class ImageNamesTests
{
    [Theory]
    [InlineData("home/u/data")]
    [InlineData("srv/data")]
    public void One_image_outside_changes_no_name_of_those_inside_wherever_the_data_lie(string place)
    {
        string At(string path) => Path.GetFullPath(Path.Combine(Path.GetTempPath(), path));
        string[] paths = [At($"{place}/a.jpg"), At($"{place}/b/c.jpg"), At("mnt/x/a.jpg"), At("mnt/x/y/d.jpg")];
        var names = new ImageNames(At(place), paths);
        Assert.Equal((At(place), true), (names.Root, names.AreOther));
        Assert.Equal(["a.jpg", "b/c.jpg", "../a.jpg", "../y/d.jpg"], paths.Select(names.Of));
    }
}
