print("kunci")
